import { and, desc, eq } from "drizzle-orm";
import { mailSuppressions, mails, mailUnsubscribes } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { canLift } from "./rules";
import type { HeldBackAddress } from "./schemas";

const mostShown = 200;

/** The addresses that this workspace has written to and does not reach any more, newest first. */
export async function listHeldBack({ ctx }: { ctx: Ctx }): Promise<HeldBackAddress[]> {
  requirePermission(ctx, "mail.list");
  return inWorkspace(ctx, async (tx) => {
    // The policy shows those that this workspace has written to; here they are asked for all the same.
    const marked = await tx
      .selectDistinct({
        address: mailSuppressions.addressKey,
        reason: mailSuppressions.reason,
        said: mailSuppressions.detail,
        at: mailSuppressions.at,
      })
      .from(mailSuppressions)
      .innerJoin(mails, eq(mails.addressKey, mailSuppressions.addressKey))
      .where(and(eq(mails.workspaceId, ctx.workspace.id)))
      .orderBy(desc(mailSuppressions.at))
      .limit(mostShown);
    const ended = await tx
      .select({ address: mailUnsubscribes.addressKey, at: mailUnsubscribes.at })
      .from(mailUnsubscribes)
      .where(eq(mailUnsubscribes.workspaceId, ctx.workspace.id))
      .orderBy(desc(mailUnsubscribes.at))
      .limit(mostShown);
    const all = [...marked, ...ended.map((one) => ({ ...one, reason: "unsubscribed" as const, said: null }))];
    return all
      .sort((one, other) => other.at.getTime() - one.at.getTime())
      .map(({ at, ...one }) => ({ ...one, at: at.toISOString(), canLift: canLift(one.reason) }));
  });
}
