import { and, eq, isNotNull } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  type OperatorActor,
  recordAudit,
  recordPlatformAudit,
  requirePermission,
} from "@/server/kernel";
import { SuspensionChanged } from "./errors";
import { leaveTheUnreadToPeople, lockWorkspaceOrThrow } from "./internal";

/**
 * Lets a suspended workspace go on as it was: its people work, its bots send what was queued, its agent answers what
 * comes from now on. What customers wrote meanwhile is for people to read first.
 *
 * @throws SuspensionChanged it is not suspended
 */
export async function resumeWorkspace({ ctx }: { ctx: Ctx & { actor: OperatorActor } }): Promise<void> {
  requirePermission(ctx, "workspace.resume");
  const { id } = ctx.workspace;

  return inWorkspace(ctx, async (tx) => {
    const before = await lockWorkspaceOrThrow(tx, id);
    const [after] = await tx
      .update(workspaces)
      .set({ suspendedAt: null, suspensionReason: null })
      .where(and(eq(workspaces.id, id), isNotNull(workspaces.suspendedAt)))
      .returning();
    if (!after) throw new SuspensionChanged();
    await leaveTheUnreadToPeople(tx, ctx);
    const entry = { action: "workspace.resume", before, after };
    await recordAudit(tx, ctx, { ...entry, entity: id });
    await recordPlatformAudit(tx, ctx, { ...entry, workspace: after });
    await emit(tx, ctx, "workspace/resumed", { aggregateId: id });
  });
}
