import { and, eq } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { getChecklist } from "./get-checklist";
import { type Checklist, HideChecklistInput } from "./schemas";

/** Hides the list of first steps from this member, or shows it again; the others keep theirs. */
export async function hideChecklist({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: HideChecklistInput;
}): Promise<Checklist> {
  requirePermission(ctx, "checklist.hide");
  const { isHidden } = HideChecklistInput.parse(input);
  if (ctx.actor.kind !== "member") throw new Error("Only members have a list of their own.");
  const { memberId } = ctx.actor;
  const checklistHiddenAt = isHidden ? ctx.clock.now() : null;
  await inWorkspace(ctx, async (tx) => {
    await tx
      .update(members)
      .set({ checklistHiddenAt })
      .where(and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, memberId)));
    await recordAudit(tx, ctx, { action: "checklist.hide", entity: memberId, after: { isHidden } });
  });
  return getChecklist({ ctx });
}
