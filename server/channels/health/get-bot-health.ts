import { and, asc, eq, gte } from "drizzle-orm";
import { channelHours } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { describeChannel } from "../get-channel";
import { type BotHealth, ChannelRef, healthHours } from "../schemas";
import { listTroubles, type TroubleRow } from "./troubles";

const hourMs = 3_600_000;
const shownTroubles = 20;

/**
 * One bot's health: what the platform says of it now, what it did in each of the last hours, and what was wrong.
 *
 * @throws ChannelNotFound no such bot in this workspace
 */
export async function getBotHealth({ ctx, input }: { ctx: Ctx; input: ChannelRef }): Promise<BotHealth> {
  requirePermission(ctx, "channel.list");
  const { channelId } = ChannelRef.parse(input);
  const channel = await describeChannel(ctx, channelId);
  const thisHour = Math.floor(ctx.clock.now().getTime() / hourMs) * hourMs;
  const from = new Date(thisHour - (healthHours - 1) * hourMs);
  const { hours, troubles } = await inWorkspace(ctx, async (tx) => ({
    hours: await tx
      .select()
      .from(channelHours)
      .where(
        and(
          eq(channelHours.workspaceId, ctx.workspace.id),
          eq(channelHours.channelId, channelId),
          gte(channelHours.hour, from),
        ),
      )
      .orderBy(asc(channelHours.hour)),
    troubles: await listTroubles(tx, ctx, channelId, shownTroubles),
  }));
  const byHour = new Map(hours.map((row) => [row.hour.getTime(), row]));
  return {
    channel,
    hours: Array.from({ length: healthHours }, (_, index) => {
      const hour = from.getTime() + index * hourMs;
      return { hour: new Date(hour).toISOString(), ...figuresOf(byHour.get(hour)) };
    }),
    troubles: troubles.map(toTrouble),
  };
}

function figuresOf(row: typeof channelHours.$inferSelect | undefined) {
  const {
    received = 0,
    sent = 0,
    failed = 0,
    tooMany = 0,
    calls = 0,
    callsMs = 0,
    slowestMs = 0,
  } = row ?? {};
  const latencyMs = calls > 0 ? Math.round(callsMs / calls) : null;
  return { received, sent, failed, tooMany, latencyMs, slowestMs: calls > 0 ? slowestMs : null };
}

export function toTrouble(row: TroubleRow): BotHealth["troubles"][number] {
  return {
    id: toPublicId("trouble", row.id),
    code: row.code,
    detail: row.detail,
    beganAt: row.beganAt.toISOString(),
    toldAt: row.toldAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
  };
}
