import { channelChecks } from "@/db/schema";
import type { Transaction } from "@/server/kernel";
import type { ChannelPlace } from "./counters";

/** From now on this bot is looked at; the first time soon, and again at once when asked again. */
export async function watchChannel(tx: Transaction, place: ChannelPlace, dueAt: Date): Promise<void> {
  await tx
    .insert(channelChecks)
    .values({ ...place, dueAt })
    .onConflictDoUpdate({
      target: [channelChecks.workspaceId, channelChecks.channelId],
      set: { dueAt, attempts: 0 },
    });
}
