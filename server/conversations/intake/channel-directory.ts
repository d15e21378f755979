import { and, eq, sql } from "drizzle-orm";
import { channels } from "@/db/schema";
import { decrypt, getRuntime, inTransaction } from "@/server/kernel";
import type { IntakeChannel } from "./ingest-update";

export type KnownChannel = IntakeChannel & { secret: string; isDeleted: boolean };

/** How long an answer is believed. A bot that is disconnected is refused at the latest this long after. */
const believedForMs = 2_000;

type Entry = { at: number; channel: Promise<KnownChannel | null> };

/** The channel behind a webhook's key, or null. Looked up once in a while, not per update. */
export function findChannelByKey(key: string): Promise<KnownChannel | null> {
  const { clock } = getRuntime();
  const directory = getDirectory();
  const now = clock.now().getTime();
  const known = directory.get(key);
  if (known && Math.abs(now - known.at) < believedForMs) return known.channel;
  const channel = loadChannel(key);
  directory.set(key, { at: now, channel });
  // What does not exist or could not be read is forgotten at once: keys are guessable in number, memory is not endless.
  channel.then(
    (found) => found ?? directory.delete(key),
    () => directory.delete(key),
  );
  return channel;
}

/** Whether this key has been a bot's in this process: whoever guesses is kept out, what is known comes in all the same. */
export const isKnownKey = (key: string): boolean => getDirectory().has(key);

const getDirectory = () => getRuntime().keep("channel-directory", () => new Map<string, Entry>());

async function loadChannel(key: string): Promise<KnownChannel | null> {
  const { app, env } = getRuntime();
  return inTransaction(app, async (tx) => {
    const [resolved] = await tx.execute<{ workspace_id: string | null; channel_id: string | null }>(
      sql`select workspace_id, channel_id from resolve_channel(${key})`,
    );
    if (!resolved?.workspace_id || !resolved.channel_id) return null;
    await tx.execute(sql`select set_config('app.workspace_id', ${resolved.workspace_id}, true)`);
    const [row] = await tx
      .select({ secretEncrypted: channels.secretEncrypted, state: channels.state })
      .from(channels)
      .where(and(eq(channels.workspaceId, resolved.workspace_id), eq(channels.id, resolved.channel_id)));
    if (!row) return null;
    return {
      workspaceId: resolved.workspace_id,
      channelId: resolved.channel_id,
      secret: decrypt(env, row.secretEncrypted, `channel:${resolved.channel_id}:secret`),
      isDeleted: row.state === "deleted",
    };
  });
}
