import { and, lte } from "drizzle-orm";
import { replyDrafts } from "@/db/schema";
import type { Ctx, Transaction } from "@/server/kernel";
import { ownDraft } from "./internal";

/**
 * Takes the acting member's draft away, in the transaction that sends what it became; what was written since the reply
 * left its writer (`version`) stays. Checks no permission: a part of other verbs.
 */
export async function endDraft(
  tx: Transaction,
  ctx: Ctx,
  draft: { conversationId: string; version: number },
): Promise<void> {
  const { conversationId, version } = draft;
  await tx.delete(replyDrafts).where(and(ownDraft(ctx, conversationId), lte(replyDrafts.version, version)));
}
