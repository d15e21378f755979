import { replyDrafts } from "@/db/schema";
import type { Ctx, Transaction } from "@/server/kernel";
import { ownDraft } from "./internal";

/**
 * Takes the acting member's draft away, in the transaction that sends what it became. Checks no permission: a part of
 * other verbs.
 */
export async function endDraft(tx: Transaction, ctx: Ctx, conversationId: string): Promise<void> {
  await tx.delete(replyDrafts).where(ownDraft(ctx, conversationId));
}
