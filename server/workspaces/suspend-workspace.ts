import { and, eq, isNull } from "drizzle-orm";
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
import { lockWorkspaceOrThrow } from "./internal";
import { SuspendWorkspaceInput } from "./schemas";

/**
 * Holds a workspace, for an operator of the platform: from the next request on nobody works in it, its agent and its bots
 * are silent, its embeds show nothing. What customers write meanwhile is taken in and kept, and all its data stay.
 *
 * @throws SuspensionChanged it is suspended already
 */
export async function suspendWorkspace({
  ctx,
  input,
}: {
  ctx: Ctx & { actor: OperatorActor };
  input: SuspendWorkspaceInput;
}): Promise<void> {
  requirePermission(ctx, "workspace.suspend");
  const { reason } = SuspendWorkspaceInput.parse(input);
  const { id } = ctx.workspace;

  return inWorkspace(ctx, async (tx) => {
    const before = await lockWorkspaceOrThrow(tx, id);
    const [after] = await tx
      .update(workspaces)
      .set({ suspendedAt: ctx.clock.now(), suspensionReason: reason })
      .where(and(eq(workspaces.id, id), isNull(workspaces.suspendedAt)))
      .returning();
    if (!after) throw new SuspensionChanged();
    const entry = { action: "workspace.suspend", before, after };
    await recordAudit(tx, ctx, { ...entry, entity: id });
    await recordPlatformAudit(tx, ctx, { ...entry, workspace: after });
    await emit(tx, ctx, "workspace/suspended", { aggregateId: id });
  });
}
