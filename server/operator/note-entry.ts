import { and, eq, gt } from "drizzle-orm";
import { platformAudit } from "@/db/schema";
import { inOperator, type OperatorCtx, recordPlatformAudit, requirePermission } from "@/server/kernel";

const action = "operator.enter";
/** A console that is open all day leaves a line an hour. */
const noteEveryMs = 3_600_000;

/** Records that an operator has opened the console. */
export async function noteEntry({ ctx }: { ctx: OperatorCtx }): Promise<void> {
  requirePermission(ctx, "platform.read");
  const { operatorId } = ctx.actor;
  await inOperator(operatorId, async (tx) => {
    const [noted] = await tx
      .select({ id: platformAudit.id })
      .from(platformAudit)
      .where(
        and(
          eq(platformAudit.operatorId, operatorId),
          eq(platformAudit.action, action),
          gt(platformAudit.at, new Date(ctx.clock.now().getTime() - noteEveryMs)),
        ),
      )
      .limit(1);
    if (!noted) await recordPlatformAudit(tx, ctx, { action });
  });
}
