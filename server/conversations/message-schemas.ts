import { z } from "zod";

const Instant = z.iso.datetime();

/** The file that a message carries, as far as it has come. */
export const MessageFile = z.object({
  /** Its bytes are at `/api/files/<id>` once it is stored; null when there is no record of it. */
  id: z.string().nullable(),
  state: z.enum(["waiting", "stored", "failed"]),
  /** Why it is not here, a code of the files' rules. */
  reason: z.string().nullable(),
  /** A small picture of it is at `/api/files/<id>?thumbnail`, whether or not the file itself is here. */
  hasThumbnail: z.boolean(),
  /** By what the bytes say. */
  contentType: z.string().nullable(),
  /** Of the bytes; before they are here, as announced. */
  sizeBytes: z.number().nullable(),
  /** Fit to be shown; null when it came without one. */
  name: z.string().nullable(),
  /** Covered until the reader presses it, as the sender wished. */
  isCovered: z.boolean(),
});
export type MessageFile = z.infer<typeof MessageFile>;

const Frame = { width: z.number().nullable(), height: z.number().nullable() };
const Play = { durationS: z.number().nullable() };
const Point = { latitude: z.number(), longitude: z.number() };

/** What a message is besides text, one shape a kind. The kinds with a `file` are those that members send as well. */
export const MessageContent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("photo"), file: MessageFile, ...Frame }),
  z.object({ kind: z.literal("video"), file: MessageFile, ...Frame, ...Play }),
  z.object({ kind: z.literal("animation"), file: MessageFile, ...Frame, ...Play }),
  z.object({ kind: z.literal("video_note"), file: MessageFile, ...Frame, ...Play }),
  z.object({ kind: z.literal("voice"), file: MessageFile, ...Play }),
  z.object({
    kind: z.literal("audio"),
    file: MessageFile,
    ...Play,
    title: z.string().nullable(),
    performer: z.string().nullable(),
  }),
  z.object({ kind: z.literal("document"), file: MessageFile }),
  z.object({
    kind: z.literal("sticker"),
    file: MessageFile,
    ...Frame,
    emoji: z.string().nullable(),
    form: z.enum(["static", "animated", "video"]),
  }),
  z.object({ kind: z.literal("location"), ...Point, accuracyM: z.number().nullable(), isLive: z.boolean() }),
  z.object({ kind: z.literal("venue"), ...Point, title: z.string(), address: z.string() }),
  z.object({
    kind: z.literal("poll"),
    question: z.string(),
    options: z.array(z.object({ text: z.string(), votes: z.number() })),
    isAnonymous: z.boolean(),
    isQuiz: z.boolean(),
    allowsSeveral: z.boolean(),
    isClosed: z.boolean(),
  }),
  z.object({ kind: z.literal("dice"), emoji: z.string(), value: z.number() }),
  z.object({ kind: z.literal("story"), name: z.string(), username: z.string().nullable() }),
  z.object({
    kind: z.literal("contact"),
    phone: z.string(),
    isOwn: z.boolean(),
    name: z.string().nullable(),
  }),
]);
export type MessageContent = z.infer<typeof MessageContent>;
export type MediaContent = Extract<MessageContent, { file: unknown }>;

export const MessageKind = z.enum([
  "text",
  "contact",
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "sticker",
  "animation",
  "video_note",
  "location",
  "venue",
  "poll",
  "dice",
  "story",
  "callback",
  "command",
  "unsupported",
]);
export type MessageKind = z.infer<typeof MessageKind>;

export const ForwardedFrom = z.object({
  kind: z.enum(["user", "hidden_user", "chat", "channel"]),
  /** Empty where the platform does not tell. */
  name: z.string(),
  username: z.string().nullable(),
  at: Instant.nullable(),
});
export type ForwardedFrom = z.infer<typeof ForwardedFrom>;

/** What a message answers. */
export const RepliedTo = z.object({
  /** Null when it is not in this thread: of elsewhere, deleted, or from before this bot was connected. */
  messageId: z.string().nullable(),
  by: z.enum(["customer", "us", "elsewhere"]),
  kind: MessageKind,
  text: z.string(),
  /** The part that the writer chose to quote. */
  quote: z.string().nullable(),
  name: z.string().nullable(),
});
export type RepliedTo = z.infer<typeof RepliedTo>;

export const MessageReaction = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("emoji"), emoji: z.string() }),
  z.object({ kind: z.literal("custom") }),
  z.object({ kind: z.literal("paid") }),
]);
export type MessageReaction = z.infer<typeof MessageReaction>;
