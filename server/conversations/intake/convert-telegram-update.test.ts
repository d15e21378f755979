import type { Message, Update, User } from "grammy/types";
import { describe, expect, test } from "vitest";
import type { Json } from "@/lib/json-fields";
import { convertTelegramUpdate } from "./convert-telegram-update";

const now = new Date("2026-11-21T09:00:00.000Z");
const from: User = { id: 77, is_bot: false, first_name: "Ayşe", language_code: "tr" };
const bot: User = { id: 1, is_bot: true, first_name: "Bot" };
const chat = { id: 77, type: "private", first_name: "Ayşe" } as const;
const date = 1_795_000_000;
const file = { file_id: "F", file_unique_id: "U", file_size: 1234 };
const thumbnail = { file_id: "T", file_unique_id: "TU", width: 90, height: 60, file_size: 900 };
const before = { message_id: 4, date, chat, from, text: "ilk yazı" };

/** What the Bot API's own types allow in a message, so that a wrong shape here does not compile. */
type Content = Partial<Message>;
const convert = (content: Content) => {
  const message = { message_id: 5, date, chat, from, ...content } as Message;
  return convertTelegramUpdate({ update_id: 1, message } as Update & Json, now);
};

const media = { fileId: "F", fileUniqueId: "U", sizeBytes: 1234 };
const thumb = { fileId: "T", width: 90, height: 60 };

describe("a message's content", () => {
  test.each<[string, Content, string, object]>([
    [
      "video",
      {
        video: { ...file, width: 640, height: 360, duration: 12, file_name: "tatil.mp4", thumbnail },
        caption: "x",
      },
      "video",
      { media: { ...media, width: 640, height: 360, durationS: 12, name: "tatil.mp4", thumbnail: thumb } },
    ],
    [
      "voice",
      { voice: { ...file, duration: 3, mime_type: "audio/ogg" } },
      "voice",
      {
        media: { ...media, durationS: 3, contentType: "audio/ogg" },
      },
    ],
    [
      "audio",
      { audio: { ...file, duration: 187, title: "Şarkı", performer: "Sezen" } },
      "audio",
      {
        media: { ...media, durationS: 187, title: "Şarkı", performer: "Sezen" },
      },
    ],
    [
      "document",
      { document: { ...file, file_name: "../../gizli/fatura.pdf" } },
      "document",
      {
        media: { ...media, name: "fatura.pdf" },
      },
    ],
    [
      "sticker",
      {
        sticker: {
          ...file,
          type: "regular",
          width: 512,
          height: 512,
          is_animated: true,
          is_video: false,
          emoji: "😎",
        },
      },
      "sticker",
      { media: { ...media, width: 512, height: 512, emoji: "😎", form: "animated" } },
    ],
    [
      "animation, which has a document beside it",
      { animation: { ...file, width: 320, height: 200, duration: 2 }, document: file },
      "animation",
      { media: { ...media, width: 320, height: 200, durationS: 2 } },
    ],
    [
      "video note",
      { video_note: { ...file, length: 240, duration: 8 } },
      "video_note",
      {
        media: { ...media, width: 240, height: 240, durationS: 8 },
      },
    ],
    [
      "covered photo",
      { photo: [{ ...file, width: 9, height: 6 }], has_media_spoiler: true },
      "photo",
      {
        media: { ...media, width: 9, height: 6, isCovered: true },
      },
    ],
    [
      "live location",
      { location: { latitude: 41, longitude: 29, live_period: 900 } },
      "location",
      {
        location: { latitude: 41, longitude: 29, livePeriodS: 900 },
      },
    ],
    [
      "venue, which has a location beside it",
      {
        location: { latitude: 41, longitude: 29 },
        venue: { location: { latitude: 41, longitude: 29 }, title: "Kule", address: "Beyoğlu" },
      },
      "venue",
      { location: { latitude: 41, longitude: 29 }, venue: { title: "Kule", address: "Beyoğlu" } },
    ],
    ["dice", { dice: { emoji: "🎲", value: 5 } }, "dice", { dice: { emoji: "🎲", value: 5 } }],
    [
      "story",
      { story: { id: 3, chat: { id: -100, type: "channel", title: "Haberler", username: "haber" } } },
      "story",
      { story: { name: "Haberler", username: "haber" } },
    ],
    [
      "contact of somebody else",
      { contact: { phone_number: "+90532", first_name: "Ali", last_name: "Can", user_id: 5 } },
      "contact",
      { contact: { phone: "+90532", isOwn: false, name: "Ali Can" } },
    ],
    [
      "deep link",
      { text: "/start yaz_2026" },
      "command",
      { command: { name: "start", argument: "yaz_2026" } },
    ],
    [
      "album's part",
      { photo: [{ ...file, width: 9, height: 6 }], media_group_id: "99" },
      "photo",
      {
        albumId: "99",
        media: { ...media, width: 9, height: 6 },
      },
    ],
    [
      "forward from a channel",
      {
        text: "x",
        forward_origin: {
          type: "channel",
          date,
          message_id: 3,
          chat: { id: -100, type: "channel", title: "Haberler" },
        },
      },
      "text",
      { forwardedFrom: { kind: "channel", name: "Haberler", at: new Date(date * 1000).toISOString() } },
    ],
    [
      "forward from somebody hidden",
      { text: "x", forward_origin: { type: "hidden_user", date, sender_user_name: "Gizli" } },
      "text",
      { forwardedFrom: { kind: "hidden_user", name: "Gizli", at: new Date(date * 1000).toISOString() } },
    ],
    [
      "answer with a quote to what the bot said",
      {
        text: "x",
        reply_to_message: { ...before, from: bot, reply_to_message: undefined },
        quote: { text: "yazı", position: 4 },
      },
      "text",
      { replyTo: { providerMessageId: "4", by: "us", kind: "text", text: "ilk yazı", quote: "yazı" } },
    ],
    [
      "answer to a message of another chat",
      {
        text: "x",
        external_reply: {
          origin: { type: "hidden_user", date, sender_user_name: "Gizli" },
          dice: { emoji: "🎲", value: 1 },
        },
      },
      "text",
      { replyTo: { by: "elsewhere", kind: "dice", text: "", name: "Gizli" } },
    ],
    [
      "message of a topic",
      { text: "x", message_thread_id: 12, is_topic_message: true },
      "text",
      { threadId: 12 },
    ],
    [
      "kind of its own on the platform only",
      { connected_website: "ornek.example" },
      "unsupported",
      { unsupportedKind: "connected_website" },
    ],
  ])("%s", (_label, content, kind, payload) => {
    expect(convert(content)).toMatchObject({ effect: "message", kind, payload });
  });

  test("a plain text carries nothing besides", () => {
    expect(convert({ text: "merhaba" })).toMatchObject({ kind: "text", text: "merhaba", payload: {} });
    expect(Object.keys((convert({ text: "merhaba" }) as { payload: object }).payload)).toEqual([]);
  });

  test.each<[string, Json]>([
    ["a sticker without an id", { sticker: {} }],
    ["a place off the globe", { location: { latitude: 400, longitude: "x" } }],
    ["a photo that is no list", { photo: "x" }],
    ["a poll that is none", { poll: 5 }],
  ])("%s is shown as what cannot be shown, and breaks nothing", (_label, content) => {
    expect(convert(content as Content)).toMatchObject({ effect: "message", kind: "unsupported" });
  });
});
