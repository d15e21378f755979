import { z } from "zod";
import type { Changed, Said } from "./customers";
import { ControlError } from "./errors";
import type { GivenFile } from "./media/file-shelf";
import { mediaKinds } from "./media/kinds";

/** The messages of the control API: what a user sends and changes. Names are the Bot API's where it has some. */

const whole = z.number().int();
const positive = whole.positive();
const degrees = { latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) };

/** A file: its base64 alone, or with what the sender's app says about it. Without `data` it is only announced. */
const file = z.union([
  z.string().min(1),
  z.strictObject({
    data: z.string().min(1).optional(),
    file_name: z.string().max(255).optional(),
    mime_type: z.string().max(127).optional(),
    /** In bytes; the apps take up to 4 GB. */
    file_size: whole.min(0).max(4_294_967_296).optional(),
    duration: whole.min(0).max(604_800).optional(),
    width: whole.min(1).max(20_000).optional(),
    height: whole.min(1).max(20_000).optional(),
    performer: z.string().max(255).optional(),
    title: z.string().max(255).optional(),
    emoji: z.string().max(16).optional(),
    set_name: z.string().max(64).optional(),
    is_animated: z.literal(true).optional(),
    is_video: z.literal(true).optional(),
    thumbnail: z.string().min(1).optional(),
  }),
]);
type FileInput = z.infer<typeof file>;

const files = {
  photo: file.optional(),
  video: file.optional(),
  voice: file.optional(),
  audio: file.optional(),
  document: file.optional(),
  sticker: file.optional(),
  animation: file.optional(),
  video_note: file.optional(),
};

const plain = {
  text: z.string().optional(),
  contact: z
    .strictObject({ phone: z.string().regex(/^\+?\d{5,15}$/), own: z.boolean(), userId: positive.optional() })
    .optional(),
  location: z.strictObject({ ...degrees, live_period: whole.min(60).max(0x7fffffff).optional() }).optional(),
  venue: z
    .strictObject({ ...degrees, title: z.string().min(1).max(255), address: z.string().min(1).max(255) })
    .optional(),
  poll: z
    .strictObject({
      question: z.string().min(1).max(300),
      options: z.array(z.string().min(1).max(100)).min(1).max(12),
      type: z.enum(["regular", "quiz"]).optional(),
      allows_multiple_answers: z.boolean().optional(),
    })
    .optional(),
  dice: z.strictObject({ emoji: z.string().optional(), value: whole.min(1).max(64).optional() }).optional(),
  story: z
    .strictObject({ id: positive.optional(), username: z.string().min(1).max(32).optional() })
    .optional(),
  callback: z.strictObject({ messageId: positive, data: z.string() }).optional(),
};

const around = {
  caption: z.string().max(1024).optional(),
  media_group_id: z
    .string()
    .regex(/^\d{1,20}$/, "digits")
    .optional(),
  replyTo: positive.optional(),
  quote: z.string().min(1).max(1024).optional(),
  forwardedFrom: z
    .union([
      z.strictObject({ user: positive }),
      z.strictObject({ name: z.string().min(1).max(128) }),
      z.strictObject({ channel: z.string().min(1).max(128), messageId: positive.optional() }),
    ])
    .optional(),
};

const contentNames = [
  ...(["text", "contact", "location", "venue", "poll", "dice", "story", "callback"] as const),
  ...mediaKinds,
];
const oneContent = `give exactly one of ${contentNames.join(", ")}`;

/** `bot` and `from` are added by the caller, which knows their shapes. */
export const saidShape = { ...plain, ...files, ...around };
export const changedShape = { text: plain.text, caption: around.caption, ...files };

type SaidInput = z.infer<z.ZodObject<typeof saidShape>>;
type ChangedInput = z.infer<z.ZodObject<typeof changedShape>>;

/** @throws ControlError 400 unless there is exactly one content */
export function saidOf(input: SaidInput): Said {
  // The usual message, past all that follows.
  if (input.text === undefined || Object.keys(input).length > 1) requireOne(input);
  const { media_group_id, quote, ...rest } = input;
  if (quote !== undefined && input.replyTo === undefined)
    throw new ControlError(400, "A quote needs the message it is from: replyTo.");
  return {
    ...withFiles(rest),
    ...(media_group_id !== undefined && { mediaGroupId: media_group_id }),
    ...(quote !== undefined && { quote }),
  } as Said;
}

export function changedOf(input: ChangedInput): Changed {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => name).filter((name) => name !== "caption");
  if (names.length > 1 || given.length === 0 || (names[0] === "text" && given.length > 1))
    throw new ControlError(
      400,
      `Give a text, a caption or one of ${mediaKinds.join(", ")} (with its caption).`,
    );
  return withFiles(input) as Changed;
}

function requireOne(input: SaidInput): void {
  const given = contentNames.filter((name) => input[name] !== undefined);
  if (given.length !== 1) throw new ControlError(400, `${oneContent}. See sandbox/README.md.`);
}

function withFiles(input: Record<string, unknown>): Record<string, unknown> {
  const kind = mediaKinds.find((name) => input[name] !== undefined);
  return kind ? { ...input, [kind]: givenFile(input[kind] as FileInput, kind) } : input;
}

function givenFile(input: FileInput, kind: string): GivenFile {
  if (typeof input === "string") return { bytes: decoded(input, kind) };
  const { data, thumbnail, ...rest } = input;
  const names = {
    file_name: "fileName",
    mime_type: "mimeType",
    file_size: "size",
    duration: "durationS",
  } as const;
  const others = { set_name: "setName", is_animated: "isAnimated", is_video: "isVideo" } as const;
  const ours: Readonly<Record<string, string>> = { ...names, ...others };
  const given = Object.entries(rest).map(([name, value]) => [ours[name] ?? name, value]);
  return {
    ...Object.fromEntries(given),
    ...(data !== undefined && { bytes: decoded(data, `${kind}.data`) }),
    ...(thumbnail !== undefined && { thumbnail: decoded(thumbnail, `${kind}.thumbnail`) }),
  };
}

/** Node's decoder passes over what is no base64; counting tells. */
export function decoded(base64: string, name: string): Uint8Array {
  const bytes = Buffer.from(base64, "base64");
  const digits = base64.length - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0);
  if (bytes.byteLength !== Math.floor((digits * 3) / 4))
    throw new ControlError(400, `${name} is no base64 (without line breaks).`);
  return bytes;
}
