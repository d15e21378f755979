import { eq } from "drizzle-orm";
import { workspaces } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission, toPublicId } from "@/server/kernel";
import { DefaultLanguageNotSpoken } from "./errors";
import { leaveTheUnreadToPeople, lockWorkspaceOrThrow } from "./internal";
import { UpdateWorkspaceInput, Workspace } from "./schemas";

/**
 * Changes the workspace's settings: name, zone, languages, business hours, the agent's switch. What is not given
 * stays, so that two members who change different things do not undo each other.
 *
 * @throws DefaultLanguageNotSpoken the default language would not be among the languages
 */
export async function updateWorkspace({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateWorkspaceInput;
}): Promise<Workspace> {
  requirePermission(ctx, "workspace.update");
  const changes = UpdateWorkspaceInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockWorkspaceOrThrow(tx, ctx.workspace.id);
    const { languages, defaultLanguage } = { ...before, ...changes };
    if (!languages.includes(defaultLanguage)) throw new DefaultLanguageNotSpoken(defaultLanguage);
    const [after] = await tx
      .update(workspaces)
      .set({ ...changes, name: changes.name ?? before.name })
      .where(eq(workspaces.id, ctx.workspace.id))
      .returning();
    if (changes.isAgentOn && !before.isAgentOn) await leaveTheUnreadToPeople(tx, ctx);
    await recordAudit(tx, ctx, { action: "workspace.update", entity: ctx.workspace.id, before, after });
    await emit(tx, ctx, "workspace/updated", { aggregateId: ctx.workspace.id });
    return Workspace.parse({ ...after, id: toPublicId("workspace", ctx.workspace.id) });
  });
}
