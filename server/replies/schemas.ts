import { z } from "zod";
import { publicId } from "@/lib/public-id";

/** Telegram's limit of a text; a variable may make it longer, which the composer then says. */
const maxReplyUnits = 4_096;
/** More than this cannot be found by a shortcut any more. */
export const maxReplies = 500;

export const CannedReply = z.object({ id: z.string(), shortcut: z.string(), text: z.string() });
export const CannedReplies = z.array(CannedReply);
export type CannedReply = z.infer<typeof CannedReply>;

export const SaveReplyInput = z.object({
  /** The reply that is changed; without it a new one is made. */
  cannedReplyId: publicId("cannedReply").optional(),
  /** What it was before it was deleted: macros that name it know it again. */
  restoredId: publicId("cannedReply").optional(),
  shortcut: z.string().trim().min(1).max(40),
  text: z.string().trim().min(1).max(maxReplyUnits),
});
export type SaveReplyInput = z.input<typeof SaveReplyInput>;

export const ReplyRef = z.object({ cannedReplyId: publicId("cannedReply") });
export type ReplyRef = z.input<typeof ReplyRef>;
