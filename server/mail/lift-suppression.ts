import { and, eq } from "drizzle-orm";
import { mailSuppressions, mails } from "@/db/schema";
import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { readAddress } from "./addresses";
import { MailSuppressionNotFound, MailSuppressionNotLiftable } from "./errors";
import { nameAddress } from "./internal";
import { canLift } from "./rules";
import { LiftSuppressionInput } from "./schemas";

/**
 * Lets an address that refused once be written to again, because somebody here says that its mailbox stands.
 *
 * @throws MailAddressInvalid
 * @throws MailSuppressionNotFound    not held back, or never written to by this workspace
 * @throws MailSuppressionNotLiftable its owner has called our mail unwanted
 */
export async function liftSuppression({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: LiftSuppressionInput;
}): Promise<{ address: string }> {
  requirePermission(ctx, "mail.lift");
  const { key } = readAddress(LiftSuppressionInput.parse(input).address);
  return inWorkspace(ctx, async (tx) => {
    const [found] = await tx
      .select({ reason: mailSuppressions.reason })
      .from(mailSuppressions)
      .innerJoin(mails, eq(mails.addressKey, mailSuppressions.addressKey))
      .where(and(eq(mails.workspaceId, ctx.workspace.id), eq(mailSuppressions.addressKey, key)))
      .limit(1);
    if (!found) throw new MailSuppressionNotFound();
    if (!canLift(found.reason)) throw new MailSuppressionNotLiftable();
    await nameAddress(tx, key);
    await tx.delete(mailSuppressions).where(eq(mailSuppressions.addressKey, key));
    await recordAudit(tx, ctx, {
      action: "mail.lift",
      entity: ctx.workspace.id,
      before: { email: key, reason: found.reason },
      after: { email: key, reason: null },
    });
    return { address: key };
  });
}
