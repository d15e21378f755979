import { and, eq } from "drizzle-orm";
import { conversations } from "@/db/schema";
import {
  emit,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  recordAudit,
  requirePermission,
} from "@/server/kernel";
import { auditFields, writeMove } from "./internal";

/**
 * Puts a snoozed conversation back into the team's list when its moment has come. One that woke meanwhile (the
 * customer wrote, a member woke it, it was closed) is left as it is; one that was put off again waits for its new moment.
 */
export const wakeConversation: LaterHandler = async ({ workspaceId, subject }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "snooze" });
  requirePermission(ctx, "conversation.wake");
  return inWorkspace(ctx, async (tx) => {
    const [before] = await tx
      .select()
      .from(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, subject)))
      .for("no key update");
    if (!before?.snoozedUntil) return undefined;
    if (before.snoozedUntil > ctx.clock.now()) return { againAt: before.snoozedUntil };
    const after = await writeMove(tx, before, { snoozedUntil: null });
    await recordAudit(tx, ctx, {
      action: "conversation.wake",
      entity: after.id,
      before: auditFields(before),
      after: auditFields(after),
    });
    await emit(tx, ctx, "conversation/woken", { aggregateId: after.id, version: after.version });
    return undefined;
  });
};
