import { and, eq } from "drizzle-orm";
import { inboxViews } from "@/db/schema";
import { type Ctx, emit, inWorkspace, newId, recordAudit, requirePermission } from "@/server/kernel";
import { TooManyInboxViews } from "./errors";
import { actingMember, getOwnViewOrThrow, toInboxView } from "./internal";
import { type InboxView, maxInboxViews, SaveInboxViewInput } from "./schemas";

/**
 * Keeps a place of the inbox under a name, for oneself or for the team; or changes one that is kept.
 *
 * @throws InboxViewNotFound  no such view, or one that this member may not change
 * @throws TooManyInboxViews  fifty of one's own, or fifty shared ones
 */
export async function saveInboxView({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SaveInboxViewInput;
}): Promise<InboxView> {
  requirePermission(ctx, "inboxView.save");
  const { inboxViewId, ...rest } = SaveInboxViewInput.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const before = inboxViewId ? await getOwnViewOrThrow(tx, ctx, inboxViewId) : undefined;
    const inThisWorkspace = eq(inboxViews.workspaceId, ctx.workspace.id);
    if (before?.isShared !== rest.isShared) {
      const like = rest.isShared
        ? eq(inboxViews.isShared, true)
        : and(eq(inboxViews.isShared, false), eq(inboxViews.memberId, before?.memberId ?? memberId));
      if ((await tx.$count(inboxViews, and(inThisWorkspace, like))) >= maxInboxViews)
        throw new TooManyInboxViews({ max: maxInboxViews });
    }
    const [after] = before
      ? await tx
          .update(inboxViews)
          .set(rest)
          .where(and(inThisWorkspace, eq(inboxViews.id, before.id)))
          .returning()
      : await tx
          .insert(inboxViews)
          .values({
            workspaceId: ctx.workspace.id,
            id: newId(),
            memberId,
            ...rest,
            createdAt: ctx.clock.now(),
          })
          .returning();
    if (!after) throw new Error("A view just written is not there.");
    await recordAudit(tx, ctx, { action: "inboxView.save", entity: after.id, before, after });
    await emit(tx, ctx, "inboxView/saved", { aggregateId: after.id });
    return toInboxView(after, memberId);
  });
}
