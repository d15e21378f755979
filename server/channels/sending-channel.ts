import { and, eq, sql } from "drizzle-orm";
import { channels, workspaces } from "@/db/schema";
import { getRuntime, inTransaction } from "@/server/kernel";
import { targetOf } from "./internal";
import type { ChannelState } from "./rules";
import type { BotApiTarget } from "./telegram/bot-api";

/** A bot as those who call the platform for it need it. `target` is null once it is disconnected. */
export type SendingChannel = {
  workspaceId: string;
  channelId: string;
  state: ChannelState;
  /** An operator of the platform holds its workspace: nothing leaves by it, and what comes is taken in. */
  isSuspended: boolean;
  target: BotApiTarget | null;
};

/** How long a decrypted token stays in this process's memory at the most. */
const keptForMs = 60_000;

type Entry = { at: number; channel: Promise<SendingChannel | null> };
type Cache = { entries: Map<string, Entry>; watched: Set<string> };

const cacheOf = (): Cache =>
  getRuntime().keep("sending-channels", () => ({ entries: new Map(), watched: new Set() }));

/**
 * The bot behind an id, or null when there is none. Believed for at most a minute and forgotten at once when the
 * live hub tells of a change (also one made by another process).
 */
export function findSendingChannel(workspaceId: string, channelId: string): Promise<SendingChannel | null> {
  const { entries } = cacheOf();
  const now = performance.now();
  const known = entries.get(channelId);
  if (known && now - known.at < keptForMs) return known.channel;
  watchWorkspace(workspaceId);
  const channel = loadChannel(workspaceId, channelId);
  entries.set(channelId, { at: now, channel });
  channel.catch(() => entries.delete(channelId));
  return channel;
}

/** Drops what is remembered of a bot: the next use reads it again. */
export function forgetSendingChannel(channelId: string): void {
  cacheOf().entries.delete(channelId);
}

function watchWorkspace(workspaceId: string): void {
  const { watched, entries } = cacheOf();
  if (watched.has(workspaceId)) return;
  watched.add(workspaceId);
  const { live, wake } = getRuntime();
  live.subscribe(workspaceId, {
    onHint(hint) {
      if (hint.topic === "workspace/suspended" || hint.topic === "workspace/resumed") entries.clear();
      else if (hint.topic.startsWith("channel/")) forgetSendingChannel(hint.id);
      else return;
      wake("dispatcher");
    },
    onResync: () => entries.clear(),
  });
}

async function loadChannel(workspaceId: string, channelId: string): Promise<SendingChannel | null> {
  const row = await inTransaction(getRuntime().worker, async (tx) => {
    await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
    const [found] = await tx
      .select({ channel: channels, suspendedAt: workspaces.suspendedAt })
      .from(channels)
      .innerJoin(workspaces, eq(workspaces.id, channels.workspaceId))
      .where(and(eq(channels.workspaceId, workspaceId), eq(channels.id, channelId)));
    return found;
  });
  if (!row) return null;
  const { channel, suspendedAt } = row;
  return {
    workspaceId,
    channelId,
    state: channel.state,
    isSuspended: suspendedAt !== null,
    target: channel.state === "deleted" ? null : targetOf(channel),
  };
}
