import { and, eq, ne } from "drizzle-orm";
import { channels, satisfactionSettings } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { SatisfactionBotUnknown } from "./errors";
import { defaultPauseDays } from "./rules";
import { Satisfaction, SetSatisfactionInput } from "./schemas";

/** Whether customers are asked after a conversation; off before anybody has said. */
export async function getSatisfaction({ ctx }: { ctx: Ctx }): Promise<Satisfaction> {
  requirePermission(ctx, "satisfaction.read");
  return inWorkspace(ctx, (tx) => readSatisfaction(tx, ctx));
}

/**
 * Switches the question on or off, for the workspace and for single bots, and says how long a customer is left in peace.
 *
 * @throws SatisfactionBotUnknown it names a bot that the workspace does not have
 */
export async function setSatisfaction({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SetSatisfactionInput;
}): Promise<Satisfaction> {
  requirePermission(ctx, "satisfaction.set");
  const { isOn, pauseDays, silentBots } = SetSatisfactionInput.parse(input);
  const { id: workspaceId } = ctx.workspace;
  return inWorkspace(ctx, async (tx) => {
    const bots = await listBots(tx, ctx);
    const unknown = silentBots.find((channelId) => !bots.has(channelId));
    if (unknown) throw new SatisfactionBotUnknown(toPublicId("channel", unknown));
    const before = await readRow(tx, ctx);
    const values = { isOn, pauseDays, silentChannels: silentBots, updatedAt: ctx.clock.now() };
    const [after] = await tx
      .insert(satisfactionSettings)
      .values({ workspaceId, ...values })
      .onConflictDoUpdate({ target: satisfactionSettings.workspaceId, set: values })
      .returning();
    await recordAudit(tx, ctx, { action: "satisfaction.set", entity: workspaceId, before, after });
    await emit(tx, ctx, "satisfaction/set", { aggregateId: workspaceId });
    return readSatisfaction(tx, ctx);
  });
}

export async function readRow(tx: Transaction, ctx: Ctx) {
  const [row] = await tx
    .select()
    .from(satisfactionSettings)
    .where(eq(satisfactionSettings.workspaceId, ctx.workspace.id));
  return row;
}

async function readSatisfaction(tx: Transaction, ctx: Ctx): Promise<Satisfaction> {
  const row = await readRow(tx, ctx);
  const bots = await listBots(tx, ctx);
  return Satisfaction.parse({
    isOn: row?.isOn ?? false,
    pauseDays: row?.pauseDays ?? defaultPauseDays,
    silentBots: (row?.silentChannels ?? [])
      .filter((channelId) => bots.has(channelId))
      .map((channelId) => toPublicId("channel", channelId)),
  });
}

async function listBots(tx: Transaction, ctx: Ctx): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.workspaceId, ctx.workspace.id), ne(channels.state, "deleted")));
  return new Set(rows.map(({ id }) => id));
}
