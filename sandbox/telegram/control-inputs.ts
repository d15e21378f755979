import { z } from "zod";
import { changedShape, saidShape } from "./control-messages";
import { ControlError } from "./errors";
import { type FaultKind, faultKinds } from "./records";

const userId = z.number().int().positive();
const messageId = z.number().int().positive();
const bot = z
  .string()
  .min(1)
  .transform((name) => name.replace(/^@/, ""));

/** Other names that people try for a fault. */
const faultNames: Readonly<Record<string, FaultKind>> = {
  rate_limit: "429",
  too_many_requests: "429",
  bad_request: "400",
  blocked: "403",
  forbidden: "403",
  "500": "5xx",
  "502": "5xx",
  "503": "5xx",
  server_error: "5xx",
  "time-out": "timeout",
  time_out: "timeout",
  duplicate_delivery: "duplicate",
};

export const NewUserInput = z.strictObject({
  id: userId.optional(),
  first_name: z.string().trim().min(1).max(64),
  last_name: z.string().trim().max(64).optional(),
  username: z
    .string()
    .regex(/^[A-Za-z]\w{3,31}$/)
    .optional(),
  language_code: z
    .string()
    .regex(/^[a-z]{2}(-[A-Za-z]{2,4})?$/)
    .optional(),
  phone: z
    .string()
    .regex(/^\+?\d{5,15}$/, "5 to 15 digits, with or without a leading +")
    .optional(),
});

export const NewBotInput = z.strictObject({
  name: z.string().trim().min(1).max(64),
  username: bot.optional(),
});

export const ChatInput = z.strictObject({ bot, from: userId });

export const MessageInput = z.strictObject({ bot, from: userId, ...saidShape });

export const EditInput = z.strictObject({ bot, from: userId, messageId, ...changedShape });

export const DeletionInput = z.strictObject({ bot, from: userId, messageId });

export const ReactionInput = z.strictObject({
  ...{ bot, from: userId, messageId },
  reaction: z.array(z.string().min(1)).max(3),
});

export const BlockInput = z.strictObject({ bot, from: userId, blocked: z.boolean() });

export const FaultInput = z.strictObject({
  bot: bot.optional(),
  method: z.string().min(1).optional(),
  kind: z
    .union([z.string(), z.number()])
    .transform((kind) => faultNames[String(kind).toLowerCase()] ?? String(kind).toLowerCase())
    .pipe(z.enum(faultKinds)),
  times: z.number().int().min(1).max(1_000_000).default(1),
  retryAfter: z.number().int().min(1).max(3600).optional(),
});

export const VoteInput = z.strictObject({
  ...{ bot, from: userId, messageId },
  options: z.array(z.number().int().min(0)).max(12),
});

export const PrivacyInput = z.strictObject({ bot, isOn: z.boolean() });

/** Absent: all of them. */
export const ClearingInput = z.strictObject({ id: z.number().int().positive().optional() });

export const ResetInput = z.strictObject({ bot: bot.optional() });

/** @throws ControlError 400 that names every field that is wrong */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")}: ${message}` : message,
  );
  throw new ControlError(400, `${reasons.join("; ")}. See sandbox/README.md.`);
}
