import { eq } from "drizzle-orm";
import { type ServiceTargets, serviceLevels } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  runLater,
  toPublicId,
} from "@/server/kernel";
import { ServiceLevelBotUnknown } from "./errors";
import { listBots, readServiceLevels } from "./get-service-levels";
import { recountJob } from "./recount-clocks";
import { type ServiceLevels, SetServiceLevelsInput } from "./schemas";

/**
 * Sets how soon the workspace means to answer and to close, and whether it counts that at all. Conversations that come
 * or change from now on go by it at once, the other open ones within moments.
 *
 * @throws ServiceLevelBotUnknown it names a bot that the workspace does not have
 */
export async function setServiceLevels({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SetServiceLevelsInput;
}): Promise<ServiceLevels> {
  requirePermission(ctx, "serviceLevel.set");
  const { isOn, targets } = SetServiceLevelsInput.parse(input);
  const { id: workspaceId } = ctx.workspace;

  return inWorkspace(ctx, async (tx) => {
    const bots = await listBots(tx, ctx);
    const unknown = targets.byBot.find(({ channelId }) => !bots.has(channelId));
    if (unknown) throw new ServiceLevelBotUnknown(toPublicId("channel", unknown.channelId));
    const [before] = await tx
      .select()
      .from(serviceLevels)
      .where(eq(serviceLevels.workspaceId, workspaceId))
      .for("update");
    const values = {
      isOn,
      targets: {
        usual: targets.usual,
        byPriority: targets.byPriority,
        byChannel: Object.fromEntries(targets.byBot.map((bot) => [bot.channelId, bot.targets])),
      } satisfies ServiceTargets,
      updatedAt: ctx.clock.now(),
    };
    const [after] = await tx
      .insert(serviceLevels)
      .values({ workspaceId, ...values })
      .onConflictDoUpdate({ target: serviceLevels.workspaceId, set: values })
      .returning();
    await runLater(tx, { workspaceId, kind: recountJob, subject: workspaceId, dueAt: ctx.clock.now() });
    await recordAudit(tx, ctx, { action: "serviceLevel.set", entity: workspaceId, before, after });
    await emit(tx, ctx, "serviceLevel/set", { aggregateId: workspaceId });
    return readServiceLevels(tx, ctx);
  });
}
