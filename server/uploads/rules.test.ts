import { describe, expect, test } from "vitest";
import { judgeUpload, maxPhotoBytes, maxUploadBytes, toParcels, type UploadKind } from "./rules";

const judge = (changes: Partial<Parameters<typeof judgeUpload>[0]> = {}) =>
  judgeUpload({
    detected: "image/jpeg",
    claimedType: "",
    name: "dosya",
    sizeBytes: 1_000,
    sides: { width: 800, height: 600 },
    ...changes,
  });

describe("what a file is sent as", () => {
  test.each<[string, Parameters<typeof judge>[0], object]>([
    ["a photo", {}, { kind: "photo", photoObstacle: null }],
    ["a photo of 10 MB", { sizeBytes: maxPhotoBytes }, { kind: "photo" }],
    ["over 10 MB", { sizeBytes: maxPhotoBytes + 1 }, { kind: "document", photoObstacle: "photo_too_large" }],
    ["sides of 10,000", { sides: { width: 9_000, height: 1_000 } }, { kind: "photo" }],
    [
      "sides over 10,000",
      { sides: { width: 9_000, height: 1_001 } },
      { kind: "document", photoObstacle: "photo_sides" },
    ],
    [
      "21 times as wide as high",
      { sides: { width: 2_100, height: 100 } },
      { kind: "document", photoObstacle: "photo_sides" },
    ],
    ["HEIC", { detected: "image/heic", sides: null }, { kind: "document", photoObstacle: "photo_format" }],
    ["a GIF", { detected: "image/gif" }, { kind: "animation" }],
    ["MP4", { detected: "video/mp4", sides: null }, { kind: "video" }],
    ["QuickTime", { detected: "video/quicktime", sides: null }, { kind: "document" }],
    ["MP3", { detected: "audio/mpeg", sides: null }, { kind: "audio" }],
    ["a voice", { detected: "audio/ogg; codecs=opus", sides: null }, { kind: "voice" }],
    ["OGG that is no voice", { detected: "audio/ogg", sides: null }, { kind: "document" }],
    [
      "PDF",
      { detected: "application/pdf", sides: null },
      { kind: "document", contentType: "application/pdf" },
    ],
    [
      "text",
      { detected: undefined, name: "a.csv", sides: null },
      { kind: "document", contentType: "text/csv" },
    ],
    [
      "a page: never by its name",
      { detected: undefined, name: "a.html", sides: null },
      { contentType: "application/octet-stream" },
    ],
    ["nothing", { sizeBytes: 0 }, { reason: "empty" }],
    ["over 50 MB", { sizeBytes: maxUploadBytes + 1 }, { reason: "too_large" }],
    [
      "a photo that is HTML",
      { detected: undefined, claimedType: "image/jpeg", sides: null },
      { reason: "not_what_it_says" },
    ],
    [
      "a film that is a PDF",
      { detected: "application/pdf", claimedType: "video/mp4" },
      { reason: "not_what_it_says" },
    ],
    [
      "a sound in a film's box",
      { detected: "video/mp4", claimedType: "audio/mp4", sides: null },
      { kind: "video" },
    ],
    [
      "a drawing",
      { detected: "application/xml", claimedType: "image/svg+xml", sides: null },
      { kind: "document" },
    ],
  ])("%s", (_, changes, outcome) => {
    expect(judge(changes)).toMatchObject(outcome);
  });
});

describe("what goes in one call", () => {
  const files = (...kinds: UploadKind[]) => kinds.map((kind, index) => ({ kind, index }));
  const shown = (parcels: { kind: UploadKind; index: number }[][]) =>
    parcels.map((parcel) => parcel.map(({ index }) => index));

  test.each<[string, UploadKind[], number[][]]>([
    ["one", ["photo"], [[0]]],
    ["pictures with films", ["photo", "video", "photo"], [[0, 1, 2]]],
    [
      "documents apart",
      ["photo", "document", "photo", "document"],
      [
        [0, 2],
        [1, 3],
      ],
    ],
    ["sounds apart", ["audio", "audio", "document"], [[0, 1], [2]]],
    ["voices and animations alone", ["voice", "voice", "animation"], [[0], [1], [2]]],
  ])("%s", (_, kinds, parcels) => {
    expect(shown(toParcels(files(...kinds)))).toEqual(parcels);
  });

  test("eleven pictures are ten and one", () => {
    const parcels = toParcels(files(...Array.from({ length: 11 }, () => "photo" as const)));
    expect(parcels.map(({ length }) => length)).toEqual([10, 1]);
  });
});
