import { countConversations } from "@/server/conversations";
import { type Ctx, listOwnWorkspaces, requirePermission } from "@/server/kernel";
import { OwnWorkspaceItem } from "./schemas";

/** So many are counted; an agency's others are listed without a figure. */
const mostCounted = 30;

/** The reader's workspaces, this one among them, with how many conversations wait for a person in each. */
export async function listMyWorkspaces({ ctx }: { ctx: Ctx }): Promise<OwnWorkspaceItem[]> {
  requirePermission(ctx, "workspace.read");
  if (ctx.actor.kind !== "member") return [];
  const { personId } = ctx.actor;
  const items: OwnWorkspaceItem[] = [];
  for (const [index, { member, organisation, eraseAt: _, suspendedAt: __, ...workspace }] of (
    await listOwnWorkspaces(personId)
  ).entries()) {
    // As the member that the reader is there: what they may not see is not counted for them.
    const { id: memberId, ...rest } = member;
    const there: Ctx = { ...ctx, workspace, actor: { kind: "member", personId, memberId, ...rest } };
    const waiting = index < mostCounted ? (await countConversations({ ctx: there })).waiting : null;
    items.push(OwnWorkspaceItem.parse({ ...workspace, organisation: organisation.name, waiting }));
  }
  return items;
}
