import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import { invitations } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { selectInvitations, toInvitation } from "./invitation-rows";
import type { Invitation } from "./schemas";

/** What is over is shown for so long. */
const shownDays = 30;
const mostShown = 200;

/** The invitations that wait, and those of the last thirty days with what has become of them; the newest first. */
export async function listInvitations({ ctx }: { ctx: Ctx }): Promise<Invitation[]> {
  requirePermission(ctx, "invitation.list");
  const since = new Date(ctx.clock.now().getTime() - shownDays * 86_400_000);
  const rows = await inWorkspace(ctx, (tx) =>
    selectInvitations(tx, ctx)
      .where(
        and(
          eq(invitations.workspaceId, ctx.workspace.id),
          or(
            gt(invitations.createdAt, since),
            and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)),
          ),
        ),
      )
      .orderBy(desc(invitations.createdAt), desc(invitations.id))
      .limit(mostShown),
  );
  return rows.map((row) => toInvitation(ctx, row));
}
