import {
  countCall,
  findSendingChannel,
  forgetSendingChannel,
  reportRefusedToken,
  type SendingChannel,
} from "@/server/channels";
import { type Loop, LostClaims, LowWaterMark, newId, type Runtime } from "@/server/kernel";
import { announceSlowSend } from "./announce-slow-send";
import {
  type ClaimedDelivery,
  claimDeliveries,
  type DueLane,
  findDueLanes,
  giveBackLostClaims,
  holdClaim,
  type Lane,
  type Wanted,
} from "./claims";
import { Bucket, ChatPaces, paces } from "./pace";
import { Recorder } from "./recorder";
import { type SendOutcome, sendDelivery } from "./send-delivery";

export type DispatcherOptions = {
  /** How long the platform may take to answer. */
  timeoutMs?: number;
  /** Sends in flight at once, over all bots. */
  maxInFlight?: number;
};

/** Past the time-out by this much, a lease that still stands is a process that died. */
const leaseMarginMs = 5_000;
/** Sends of one bot in flight: a slow bot takes no more than its share of the whole. */
const maxInFlightABot = 32;
/** A bot whose platform does not answer is tried with one at a time after so many failures in a row. */
const failuresBeforeCaution = 3;
/** Bulk is claimed in ticks: a claim for each single token of a hundred bots would cost more than the sends. */
const bulkTickMs = 100;
const idleMs = 1_000;
/** After a 429 a bot's answers keep to the bulk pace for so long: to this platform, now, they are bulk. */
const carefulMs = 60_000;
/** Above this many known bots, those at rest are forgotten. */
const rememberedBots = 5_000;

type Bot = {
  channel: SendingChannel;
  interactive: Bucket;
  bulk: Bucket;
  pausedUntil: number;
  /** Until then the interactive lane draws on the bulk bucket too. */
  carefulUntil: number;
  inFlight: number;
  failures: number;
};

/**
 * Sends what is queued. One a process; several processes share the queue by leases. Claims only what may leave at once
 * (a claim is the record that a send is in flight), interactive before bulk, a fair share a bot; a chat's
 * deliveries leave in order and one at a time.
 */
export function createDispatcher(runtime: Runtime, options: DispatcherOptions = {}): Loop {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const leaseMs = timeoutMs + leaseMarginMs;
  const maxInFlight = options.maxInFlight ?? 256;
  const ending = new AbortController();
  const holder = newId();
  const mark = new LowWaterMark();
  /** Claimed by us and not yet on record as ended. */
  const unrecorded = new Set<string>();
  const recorder = new Recorder(runtime, holder, (deliveryId) => unrecorded.delete(deliveryId));
  const bots = new Map<string, Bot>();
  const chats = new ChatPaces();
  const sends = new Set<Promise<void>>();
  let nextBulkAt = 0;
  let nextLookAt = 0;
  const lost = new LostClaims();
  let isStopping = false;

  runtime.onStop(async () => {
    isStopping = true;
    ending.abort();
    await Promise.all(sends);
    await Promise.race([recorder.drain(), new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
  });

  /** The bots of the lanes that are due, with what is known of each; one that cannot be read waits. */
  async function meetBots(due: readonly DueLane[], now: number): Promise<void> {
    if (bots.size > rememberedBots) {
      for (const [id, bot] of bots) if (bot.inFlight === 0 && bot.pausedUntil < now) bots.delete(id);
    }
    await Promise.all(
      [...new Map(due.map((lane) => [lane.channelId, lane])).values()].map(
        async ({ workspaceId, channelId }) => {
          try {
            const channel = await findSendingChannel(workspaceId, channelId);
            const known = bots.get(channelId);
            if (!channel) bots.delete(channelId);
            else if (known) known.channel = channel;
            else {
              bots.set(channelId, {
                channel,
                interactive: new Bucket(paces.interactive, now),
                bulk: new Bucket(paces.bulk, now),
                pausedUntil: 0,
                carefulUntil: 0,
                inFlight: 0,
                failures: 0,
              });
            }
          } catch (error) {
            bots.delete(channelId);
            runtime.logger.error(
              { workspaceId, channelId, error },
              "a bot's deliveries wait: it cannot be read",
            );
          }
        },
      ),
    );
  }

  /** How many of each lane may leave now. What may not sets `nextLookAt`. */
  function plan(due: readonly DueLane[], now: number): Wanted[] {
    const wanted: Wanted[] = [];
    const isBulkTurn = now >= nextBulkAt;
    if (isBulkTurn) nextBulkAt = now + bulkTickMs;
    let free = maxInFlight - sends.size;
    // Interactive first; within a lane the bot whose turn comes first changes, so that none always gets the rest.
    const turn = Math.floor(now) % Math.max(1, due.length);
    const inTurn = [...due.slice(turn), ...due.slice(0, turn)].sort((a, b) => a.lane - b.lane);
    inTurn.forEach(({ channelId, lane, dueAt }, index) => {
      const bot = bots.get(channelId);
      if (!bot || bot.channel.state === "paused" || bot.channel.state === "broken") return;
      // What is queued waits until the workspace is resumed.
      if (bot.channel.isSuspended) return;
      if (bot.pausedUntil > now) {
        lookAgainAt(bot.pausedUntil);
        return;
      }
      if (lane === 1 && !isBulkTurn) {
        lookAgainAt(nextBulkAt);
        return;
      }
      const bucket = bucketOf(bot, lane, now);
      const mayFly = bot.failures >= failuresBeforeCaution ? 1 : maxInFlightABot;
      const share = Math.max(1, Math.floor(free / (inTurn.length - index)));
      const allowance = Math.min(bucket.available(now), mayFly - bot.inFlight, share, free);
      if (allowance < 1) {
        lookAgainAt(now + Math.max(bucket.waitMs(now), lane === 1 ? bulkTickMs : 10));
        return;
      }
      wanted.push({ channel_id: channelId, lane, allowance, due_from: dueAt.toISOString() });
      free -= allowance;
    });
    return wanted;
  }

  function lookAgainAt(at: number): void {
    nextLookAt = Math.min(nextLookAt, at);
  }

  function launch(delivery: ClaimedDelivery, now: number): void {
    const bot = bots.get(delivery.channelId)!;
    bucketOf(bot, delivery.lane, now).take(1, now);
    chats.take(delivery.addressId, delivery.chatId.startsWith("-"), now);
    bot.inFlight += 1;
    unrecorded.add(delivery.deliveryId);
    const startedAt = performance.now();
    const hasEnded = announceSlowSend(runtime, delivery);
    const hold = () => {
      const lease = { deliveryId: delivery.deliveryId, holder, now: runtime.clock.now(), leaseMs };
      holdClaim(runtime, lease).catch((error: unknown) =>
        runtime.logger.warn({ workspaceId: delivery.workspaceId, error }, "a long send could not be held"),
      );
    };
    const send = sendDelivery(bot.channel, delivery, { timeoutMs, signal: ending.signal, hold })
      .then((outcome) => {
        hasEnded();
        countCall(delivery, outcomeToCount(outcome), performance.now() - startedAt);
        bot.inFlight -= 1;
        bot.failures = outcome.outcome === "again" && outcome.isNetworkFailure ? bot.failures + 1 : 0;
        if (outcome.outcome === "again" && outcome.pauseBotMs) {
          bot.pausedUntil = Math.max(bot.pausedUntil, performance.now() + outcome.pauseBotMs);
          bot.carefulUntil = bot.pausedUntil + carefulMs;
        }
        if (outcome.outcome === "again" && outcome.isBotBroken) {
          bot.channel = { ...bot.channel, state: "broken" };
          forgetSendingChannel(delivery.channelId);
          reportRefusedToken(delivery).catch((error: unknown) =>
            // The watcher finds it at its next look.
            runtime.logger.warn({ channelId: delivery.channelId, error }, "a refused token was not reported"),
          );
        }
        recorder.add(delivery, outcome);
      })
      .finally(() => sends.delete(send));
    sends.add(send);
  }

  /** Whether more may be waiting after this claim, by lane; and when to look again otherwise. */
  function hasMore(wanted: readonly Wanted[], claimed: readonly ClaimedDelivery[], now: number): boolean {
    const taken = new Map<string, number>();
    const key = (channelId: string, lane: Lane) => `${channelId} ${lane}`;
    for (const { channelId, lane } of claimed) {
      taken.set(key(channelId, lane), (taken.get(key(channelId, lane)) ?? 0) + 1);
    }
    let isFull = false;
    for (const { channel_id: channelId, lane, allowance } of wanted) {
      if ((taken.get(key(channelId, lane)) ?? 0) < allowance) continue;
      const waitMs = bucketOf(bots.get(channelId)!, lane, now).waitMs(now);
      if (lane === 1) lookAgainAt(nextBulkAt);
      else if (waitMs > 0) lookAgainAt(now + waitMs);
      else isFull = true;
    }
    const awakeAt = chats.nextAwakeAt();
    if (awakeAt !== null) lookAgainAt(awakeAt);
    return isFull && sends.size < maxInFlight;
  }

  return {
    name: "dispatcher",
    get idleMs() {
      return Math.max(5, Math.min(idleMs, nextLookAt - performance.now()));
    },
    async runOnce() {
      if (isStopping) return false;
      const now = performance.now();
      const wallNow = runtime.clock.now();
      nextLookAt = now + idleMs;
      await lost.settle(() => giveBackLostClaims(runtime, { holder, kept: unrecorded }));
      const lanes = await mark.look(
        wallNow,
        (from) => findDueLanes(runtime, from),
        (found) => new Date(Math.min(wallNow.getTime(), ...found.map(({ dueAt }) => dueAt.getTime()))),
      );
      const due = lanes.filter(({ dueAt }) => {
        const inMs = dueAt.getTime() - wallNow.getTime();
        if (inMs > 0) lookAgainAt(now + inMs);
        return inMs <= 0;
      });
      if (due.length === 0) return false;
      await meetBots(due, now);
      const wanted = plan(due, now);
      if (wanted.length === 0) return false;
      const resting = chats.resting(now);
      const claimed = await lost.watch(() =>
        claimDeliveries(runtime, { wanted, resting, holder, now: wallNow, leaseMs }),
      );
      for (const delivery of claimed) launch(delivery, now);
      return hasMore(wanted, claimed, now);
    },
  };
}

const bucketOf = (bot: Bot, lane: Lane, now: number): Bucket =>
  lane === 0 && now >= bot.carefulUntil ? bot.interactive : bot.bulk;

/** As the bot's figures know it: what waits and comes again is no failure yet. */
function outcomeToCount(outcome: SendOutcome): "sent" | "failed" | "tooMany" | "other" {
  if (outcome.outcome === "sent") return "sent";
  if (outcome.outcome === "again") return outcome.reason === "too_many_requests" ? "tooMany" : "other";
  return outcome.outcome === "suppressed" ? "other" : "failed";
}
