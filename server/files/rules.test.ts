import { describe, expect, test } from "vitest";
import { canFetchAgain, isShownInline, judgeContent } from "./rules";

describe("judgeContent", () => {
  test.each([
    ["a picture", "photo", "image/jpeg", { contentType: "image/jpeg" }],
    ["a page as a photo", "photo", undefined, { reason: "not_a_picture" }],
    ["a drawing as a photo", "photo", "application/xml", { reason: "not_a_picture" }],
    ["a film", "video", "video/mp4", { contentType: "video/mp4" }],
    ["a program as a film", "video", "application/x-msdownload", { reason: "not_a_video" }],
    ["an animation that is a GIF", "animation", "image/gif", { contentType: "image/gif" }],
    ["a voice message", "voice", "audio/ogg; codecs=opus", { contentType: "audio/ogg" }],
    ["an archive as music", "audio", "application/zip", { reason: "not_a_sound" }],
    ["a packed sticker", "sticker", "application/gzip", { contentType: "application/gzip" }],
    ["any document", "document", "application/zip", { contentType: "application/zip" }],
    ["a document of no known kind", "document", undefined, { contentType: "application/octet-stream" }],
  ])("%s", (_label, kind, detected, expected) => {
    expect(judgeContent(kind, detected)).toEqual(expected);
  });
});

test("pages, drawings and programs are never shown in place", () => {
  for (const type of [
    "text/html",
    "image/svg+xml",
    "application/xml",
    "application/pdf",
    "application/octet-stream",
  ])
    expect(isShownInline(type)).toBe(false);
  for (const type of ["image/png", "video/mp4", "audio/ogg"]) expect(isShownInline(type)).toBe(true);
});

test("only what may come out otherwise is asked for again", () => {
  const may = (reason: string | null, state = "failed") => canFetchAgain({ state, reason });
  expect([may("quota_reached"), may("provider_unavailable"), may("gone")]).toEqual([true, true, true]);
  expect([may("too_large"), may("not_a_picture"), may(null), may("gone", "waiting")]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
