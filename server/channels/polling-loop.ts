import { and, eq, sql } from "drizzle-orm";
import { channelPolls } from "@/db/schema";
import { asStorageFull, type Loop, newId, openSystemContext, type Runtime } from "@/server/kernel";
import { lookAtChannel } from "./health/look-at-channel";
import { endTrouble, openTrouble } from "./health/troubles";
import { noteChannelError } from "./note-channel-error";
import { type ChannelError, isTroubleCode, type TroubleCode } from "./rules";
import { findSendingChannel, forgetSendingChannel } from "./sending-channel";
import { allowedUpdates } from "./telegram/allowed-updates";
import { BotApiRefusal, callBotApi } from "./telegram/bot-api";

export type PollingOptions = {
  /** Stores one update as the webhook's door would; a rejection means it was not stored. */
  ingest(
    channel: { workspaceId: string; channelId: string },
    update: unknown,
    body: string,
  ): Promise<unknown>;
  /** How long the platform holds an empty answer. */
  longPollS?: number;
};

type Poll = { workspaceId: string; channelId: string; nextUpdateId: number; attempts: number };

const batchSize = 100;
const marginMs = 15_000;
const longestPauseMs = 60_000;
/** After another program has taken our place: soon enough to see that it is gone, no fight for each message. */
const conflictPauseMs = 15_000;
const conflictOverMs = 60_000;
/** While the disk is full: nothing is fetched, and the platform keeps it. */
const fullPauseMs = 5_000;

/**
 * Fetches the updates of bots that no webhook can reach. One leader a bot, by a lease that each round renews; a leader
 * that dies is followed by another when the lease has run out. An update is confirmed to the platform only after it
 * was stored; while the disk is full none is fetched.
 */
export function createPollingLoop(runtime: Runtime, options: PollingOptions): Loop {
  const holder = newId();
  const longPollS = options.longPollS ?? 25;
  const leaseMs = longPollS * 1_000 + 2 * marginMs;
  const stopping = new AbortController();
  const leading = new Map<string, Promise<void>>();
  /** When another program was met last, by bot. */
  const conflictAt = new Map<string, number>();
  runtime.onStop(async () => {
    stopping.abort();
    await Promise.all(leading.values());
  });

  async function claim(): Promise<Poll[]> {
    const now = runtime.clock.now();
    const rows = await runtime.worker.execute<{
      workspace_id: string;
      channel_id: string;
      next_update_id: string;
      attempts: string;
    }>(sql`
      update channel_polls p set lease_until = ${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz, lease_holder = ${holder}
      from (
        select workspace_id, channel_id from channel_polls
        where due_at <= ${now.toISOString()}::timestamptz
          and (lease_until is null or lease_until < ${now.toISOString()}::timestamptz)
        order by due_at limit ${batchSize} for update skip locked
      ) due
      where p.workspace_id = due.workspace_id and p.channel_id = due.channel_id
      returning p.workspace_id, p.channel_id, p.next_update_id, p.attempts`);
    return rows.map((row) => ({
      workspaceId: row.workspace_id,
      channelId: row.channel_id,
      nextUpdateId: Number(row.next_update_id),
      attempts: Number(row.attempts),
    }));
  }

  /** Writes what has been stored and renews the lease; false when another has it or the bot is gone. */
  async function keep(
    poll: Poll,
    change: { failures: number; dueInMs: number; isLeading: boolean },
  ): Promise<boolean> {
    const now = runtime.clock.now().getTime();
    const rows = await runtime.worker
      .update(channelPolls)
      .set({
        nextUpdateId: poll.nextUpdateId,
        attempts: change.failures,
        dueAt: new Date(now + change.dueInMs),
        leaseUntil: change.isLeading ? new Date(now + leaseMs) : null,
        leaseHolder: change.isLeading ? holder : null,
      })
      .where(
        and(
          eq(channelPolls.workspaceId, poll.workspaceId),
          eq(channelPolls.channelId, poll.channelId),
          eq(channelPolls.leaseHolder, holder),
        ),
      )
      .returning({ id: channelPolls.channelId });
    return rows.length > 0;
  }

  /** One long poll and the storing of what it brings. */
  async function fetchOnce(poll: Poll): Promise<"fetched" | "nothing to fetch" | "no room"> {
    const channel = await findSendingChannel(poll.workspaceId, poll.channelId);
    // A broken bot is taken up again by a member, which makes its row due at once.
    if (!channel?.target || channel.state === "broken") return "nothing to fetch";
    const updates = await callBotApi(
      channel.target,
      "getUpdates",
      {
        ...(poll.nextUpdateId > 0 ? { offset: poll.nextUpdateId } : {}),
        timeout: longPollS,
        limit: batchSize,
        allowed_updates: allowedUpdates,
      },
      { timeoutMs: longPollS * 1_000 + marginMs, signal: stopping.signal },
    );
    // It may have filled up while the platform had nothing to tell.
    if (!runtime.storage.isAccepting) return "no room";
    await Promise.all(
      updates.map((update) =>
        options.ingest(
          { workspaceId: poll.workspaceId, channelId: poll.channelId },
          update,
          JSON.stringify(update),
        ),
      ),
    );
    const last = updates.at(-1);
    // Once all are confirmed the offset is given up: after a week of silence the platform starts from any number,
    // and one below a kept offset would count as confirmed.
    poll.nextUpdateId = last ? last.update_id + 1 : 0;
    return "fetched";
  }

  async function lead(poll: Poll): Promise<void> {
    let failures = poll.attempts;
    while (!stopping.signal.aborted) {
      try {
        const outcome = await fetchOnce(poll);
        if (outcome !== "fetched") {
          const dueInMs = outcome === "no room" ? fullPauseMs : longestPauseMs;
          await keep(poll, { failures, dueInMs, isLeading: false });
          return;
        }
        if (failures > 0 || mustTellRecovery(poll)) await recover(poll);
        failures = 0;
        if (!(await keep(poll, { failures, dueInMs: 0, isLeading: true }))) return;
      } catch (error) {
        if (stopping.signal.aborted) break;
        // No fault of the bot's or the platform's: nothing was confirmed, and it comes again.
        if (asStorageFull(error)) {
          await keep(poll, { failures, dueInMs: fullPauseMs, isLeading: false });
          return;
        }
        failures += 1;
        const { pauseMs, reason } = await mend(poll, error, failures);
        if (isTroubleCode(reason)) await reportTrouble(poll, reason);
        else if (failures === 1 && reason) await noteChannelError(poll, reason);
        runtime.logger.warn({ ...poll, failures, error }, "updates could not be fetched");
        // The lease is given back while it waits, so that a leader elsewhere with a better line may try.
        await keep(poll, { failures, dueInMs: pauseMs, isLeading: false });
        return;
      }
    }
    await keep(poll, { failures, dueInMs: 0, isLeading: false });
  }

  async function mend(
    poll: Poll,
    error: unknown,
    failures: number,
  ): Promise<{ pauseMs: number; reason: ChannelError | null }> {
    // Hundreds of bots whose platform went away together do not come back together each time.
    const grown = Math.min(1_000 * 2 ** failures, longestPauseMs) * (1 - Math.random() / 2);
    if (!(error instanceof BotApiRefusal)) return { pauseMs: grown, reason: "provider_unavailable" };
    if (error.status === 401 || error.status === 404) {
      forgetSendingChannel(poll.channelId);
      return { pauseMs: longestPauseMs, reason: "token_rejected" };
    }
    if (error.status === 409 && /webhook/i.test(error.description)) {
      // One of ours is taken away; whose it is and what becomes of it is noted by the look itself.
      const look = await lookAtChannel(await openContext(poll), poll.channelId);
      return { pauseMs: look.outcome === "healthy" ? 0 : longestPauseMs / 2, reason: null };
    }
    if (error.status === 409) {
      conflictAt.set(poll.channelId, runtime.clock.now().getTime());
      return { pauseMs: conflictPauseMs, reason: "polled_elsewhere" };
    }
    return { pauseMs: (error.retryAfterS ?? 0) * 1_000 || grown, reason: "provider_unavailable" };
  }

  const openContext = (poll: Poll) =>
    openSystemContext(poll.workspaceId, { kind: "system", name: "channels" });

  async function reportTrouble(poll: Poll, code: TroubleCode): Promise<void> {
    await openTrouble(await openContext(poll), poll.channelId, { code });
  }

  /** Two programs that fetch in turn succeed in turn: the other one is gone only after a while without a conflict. */
  function mustTellRecovery(poll: Poll): boolean {
    const at = conflictAt.get(poll.channelId);
    return at !== undefined && runtime.clock.now().getTime() - at >= conflictOverMs;
  }

  async function recover(poll: Poll): Promise<void> {
    const ctx = await openContext(poll);
    if (conflictAt.has(poll.channelId) && !mustTellRecovery(poll)) return;
    conflictAt.delete(poll.channelId);
    if (!(await endTrouble(ctx, poll.channelId, "itself"))) await noteChannelError(poll, null);
  }

  return {
    name: "polling",
    idleMs: 1_000,
    async runOnce() {
      if (stopping.signal.aborted || !runtime.storage.isAccepting) return false;
      const polls = await claim();
      for (const poll of polls) {
        const work = lead(poll)
          .catch((error: unknown) => runtime.logger.error({ ...poll, error }, "a bot's leader stopped"))
          .finally(() => leading.delete(poll.channelId));
        leading.set(poll.channelId, work);
      }
      return polls.length === batchSize;
    },
  };
}
