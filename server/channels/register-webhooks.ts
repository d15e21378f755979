import { and, eq, ne, sql } from "drizzle-orm";
import { channels } from "@/db/schema";
import { getRuntime, inWorkspace, openSystemContext } from "@/server/kernel";
import { bringIntoService } from "./bring-into-service";
import { lookAtChannel } from "./health/look-at-channel";
import type { ChannelRow } from "./internal";
import { chooseUpdateMode, isLocalRoot } from "./rules";

const actor = { kind: "system", name: "webhooks" } as const;
const atOnce = 8;
const firstPauseMs = 250;
const longestPauseMs = 60_000;

/**
 * Run once at start: sees to it that every bot's updates reach this installation. A bot is registered anew where its
 * webhook (a local one moves with the address of this process), its list of updates or its way has changed; a webhook
 * that somebody else has set stays, and its owner is asked. Resolves when the local ones have been asked; the others, and those whose platform did not answer, are
 * tried in the background until they have been registered or the process stops. Never throws.
 */
export async function registerWebhooks(): Promise<void> {
  const runtime = getRuntime();
  const stopping = new AbortController();
  let background: Promise<void> = Promise.resolve();
  runtime.onStop(async () => {
    stopping.abort();
    await background;
  });
  try {
    const found = await findChannels();
    const waiting = await registerAll(found.filter((row) => isLocalRoot(row.apiRoot)));
    background = registerUntilDone(
      [...found.filter((row) => !isLocalRoot(row.apiRoot)), ...waiting],
      stopping.signal,
    );
  } catch (error) {
    runtime.logger.error({ error }, "bots could not be registered");
  }
}

async function registerUntilDone(rows: ChannelRow[], signal: AbortSignal): Promise<void> {
  let left = rows;
  for (
    let pauseMs = firstPauseMs;
    left.length > 0 && !signal.aborted;
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  ) {
    left = await registerAll(left);
    if (left.length > 0) await pause(pauseMs, signal);
  }
}

async function findChannels(): Promise<ChannelRow[]> {
  const { worker } = getRuntime();
  const workspaces = await worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  );
  const found: ChannelRow[] = [];
  for (const { workspace_id: id } of workspaces) {
    const ctx = await openSystemContext(id, actor);
    found.push(
      ...(await inWorkspace(ctx, (tx) =>
        tx
          .select()
          .from(channels)
          .where(
            and(eq(channels.workspaceId, id), ne(channels.state, "deleted"), ne(channels.state, "broken")),
          ),
      )),
    );
  }
  return found;
}

/** Returns those to try again. */
async function registerAll(rows: readonly ChannelRow[]): Promise<ChannelRow[]> {
  const again: ChannelRow[] = [];
  const queue = [...rows];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let row = queue.shift(); row; row = queue.shift()) {
        if (!(await registerOne(row))) again.push(row);
      }
    }),
  );
  return again;
}

/** False when the platform did not answer. */
async function registerOne(row: ChannelRow): Promise<boolean> {
  const state = row.state === "paused" ? "paused" : "active";
  try {
    const ctx = await openSystemContext(row.workspaceId, actor);
    const mode = chooseUpdateMode(row.apiRoot, getRuntime().env.hasPublicHttps);
    if (mode !== row.updateMode) return (await bringIntoService(ctx, row, state)) !== "provider_unavailable";
    // A bot that is fetched needs nothing at the platform; a webhook left there shows when it is fetched.
    if (mode === "polling" && row.lastError === null) return true;
    const { outcome } = await lookAtChannel(ctx, row.id);
    return outcome !== "away" && outcome !== "wait";
  } catch (error) {
    getRuntime().logger.warn(
      { workspaceId: row.workspaceId, channelId: row.id, error },
      "a bot waits to be registered",
    );
    return false;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
