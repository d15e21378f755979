import { and, eq } from "drizzle-orm";
import { conversations } from "@/db/schema";
import { closeConversation } from "@/server/conversations";
import {
  emit,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  recordAudit,
  toPublicId,
} from "@/server/kernel";
import { silenceJob, silenceMs } from "./commit-run";

/**
 * A day of silence after the agent's answer: the customer has what they wanted. The conversation counts as resolved
 * (assumed, unless it was confirmed) and is closed; a message within 72 hours opens it again and takes that back.
 * Safe to run twice.
 */
export const assumeResolved: LaterHandler = async ({ workspaceId, subject }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: silenceJob });
  return inWorkspace(ctx, async (tx) => {
    const mine = and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, subject));
    const [row] = await tx.select().from(conversations).where(mine).for("no key update");
    if (row?.status !== "open" || row.answerCount === 0 || row.memberMessageCount > 0) return undefined;
    if (row.handedOffAt !== null) return undefined;
    const now = ctx.clock.now();
    const quietSince = row.lastInboundAt ?? row.createdAt;
    const quietFrom = new Date(quietSince.getTime() + silenceMs);
    // They wrote meanwhile: a day from then.
    if (quietFrom > now) return { againAt: quietFrom };
    // Not everything has been dealt with: the agent's next answer asks again.
    if (row.agentSeq < row.lastSeq && row.waitingSince !== null) return undefined;
    const isNew =
      row.resolution === null ||
      (row.reopenedAt !== null && row.resolvedAt !== null && row.reopenedAt > row.resolvedAt);
    if (isNew) {
      const after = { resolution: "assumed" as const, resolvedAt: now };
      await tx
        .update(conversations)
        .set({ ...after, version: row.version + 1 })
        .where(mine);
      await recordAudit(tx, ctx, {
        action: "conversation.resolve",
        entity: row.id,
        before: row,
        after: { ...row, ...after },
      });
      await emit(tx, ctx, "conversation/resolved", { aggregateId: row.id, version: row.version + 1 });
    }
    await closeConversation({
      ctx: { ...ctx, db: tx },
      input: { conversationId: toPublicId("conversation", row.id) },
    });
    return undefined;
  });
};
