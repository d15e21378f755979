import { and, eq } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { CannedReplyNotFound } from "./errors";
import type { CannedReply } from "./schemas";

export type ReplyRow = typeof cannedReplies.$inferSelect;

/** @throws CannedReplyNotFound no such reply in this workspace */
export async function lockReplyOrThrow(tx: Transaction, ctx: Ctx, cannedReplyId: string): Promise<ReplyRow> {
  const [row] = await tx
    .select()
    .from(cannedReplies)
    .where(and(eq(cannedReplies.workspaceId, ctx.workspace.id), eq(cannedReplies.id, cannedReplyId)))
    .for("update");
  if (!row) throw new CannedReplyNotFound(toPublicId("cannedReply", cannedReplyId));
  return row;
}

export const toCannedReply = ({ id, shortcut, text }: ReplyRow): CannedReply => ({
  id: toPublicId("cannedReply", id),
  shortcut,
  text,
});
