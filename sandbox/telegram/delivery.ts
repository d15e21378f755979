import { Deque } from "./deque";
import { findDeliveryFault } from "./faults";
import type { Post, PostResult } from "./post";
import { Unreachable } from "./post";
import type { PendingUpdate } from "./records";
import type { BotState } from "./state";
import type { Store } from "./store";

const longestBackoffS = { from: 60, to: 120 };
const longestRetryAfterS = 3600;
/** A webhook that says 410 for longer than this is removed. */
const goneMs = 23 * 3600 * 1000;
/** Pause before a webhook that nobody listens at is tried again. */
const unreachablePauseMs = 500;
/** A swapped update goes out alone when no other one comes. */
const reorderPatienceMs = 1000;

/** One chat's (or user's) line of updates: strictly in order, the failing one in front blocks the rest. */
type Line = {
  key: string;
  ids: Deque<number>;
  failures: number;
  delayS: number;
  /** Ready, in flight or waiting for its retry. */
  isBusy: boolean;
  /** The update that the fault "reorder" keeps back. */
  held?: number;
  cancelRetry?: () => void;
};

type Courier = {
  bot: BotState;
  lines: Map<string, Line>;
  ready: Deque<Line>;
  inFlight: number;
  pausedUntil: number;
  goneSince: number;
  lastError: { date: number; message: string } | null;
  /** Pending updates that are already in a line. */
  known: Set<number>;
};

export type DeliveryPorts = {
  store: Store;
  post: Post;
  random(): number;
  /** A 2xx answer with a method in it is executed as a call. */
  onReply(bot: BotState, params: Record<string, unknown>): void;
};

/**
 * Pushes pending updates to webhooks with the real server's back-off
 * (first retry at once, then 2, 4, 8 … s up to a random 60–120 s; Retry-After honoured up to an hour).
 */
export class Delivery {
  private readonly couriers = new Map<number, Courier>();
  private isStopped = false;

  constructor(private readonly ports: DeliveryPorts) {}

  /** Takes in what is pending for this bot and sends what may be sent. Called after every change. */
  wake(bot: BotState): void {
    if (!bot.webhook || this.isStopped) return;
    const courier = this.courierOf(bot);
    for (const [id, pending] of bot.pending) if (!courier.known.has(id)) this.enqueue(courier, id, pending);
    this.pump(courier);
  }

  /** A new update: like `wake`, without looking through all that is pending. */
  push(bot: BotState, id: number): void {
    const pending = bot.pending.get(id);
    if (!bot.webhook || this.isStopped || !pending) return;
    const courier = this.courierOf(bot);
    if (!courier.known.has(id)) this.enqueue(courier, id, pending);
    this.pump(courier);
  }

  /** A webhook that was just set starts with a clean slate. */
  forgetErrors(bot: BotState): void {
    const courier = this.courierOf(bot);
    courier.lastError = null;
    courier.goneSince = 0;
    courier.pausedUntil = 0;
    for (const line of courier.lines.values()) {
      line.failures = 0;
      line.delayS = 1;
      if (!line.cancelRetry) continue;
      line.cancelRetry();
      line.cancelRetry = undefined;
      courier.ready.push(line);
    }
  }

  /** The last failed delivery, as `getWebhookInfo` tells it. */
  lastError(bot: BotState): { last_error_date?: number; last_error_message?: string } {
    const error = this.couriers.get(bot.id)?.lastError;
    return error ? { last_error_date: Math.floor(error.date / 1000), last_error_message: error.message } : {};
  }

  stop(): void {
    this.isStopped = true;
  }

  private courierOf(bot: BotState): Courier {
    let courier = this.couriers.get(bot.id);
    if (!courier) {
      const start = { inFlight: 0, pausedUntil: 0, goneSince: 0, lastError: null };
      courier = { bot, lines: new Map(), ready: new Deque(), known: new Set(), ...start };
      this.couriers.set(bot.id, courier);
    }
    return courier;
  }

  private enqueue(courier: Courier, id: number, pending: PendingUpdate): void {
    courier.known.add(id);
    let line = courier.lines.get(pending.key);
    if (!line) {
      line = { key: pending.key, ids: new Deque(), failures: 0, delayS: 1, isBusy: false };
      courier.lines.set(pending.key, line);
    }
    if (this.holdBack(courier, line, id)) return;
    line.ids.push(id);
    if (line.held !== undefined) {
      line.ids.push(line.held);
      line.held = undefined;
    }
    this.makeReady(courier, line);
  }

  /** The fault "reorder": this update waits until the next one of its line has gone first. */
  private holdBack(courier: Courier, line: Line, id: number): boolean {
    const { store } = this.ports;
    const fault =
      line.held === undefined ? findDeliveryFault(store, courier.bot.username, "reorder") : undefined;
    if (!fault) return false;
    store.commit({ t: "faultUsed", id: fault.id });
    line.held = id;
    store.clock.after(reorderPatienceMs, () => {
      if (line.held !== id) return;
      line.held = undefined;
      line.ids.push(id);
      this.makeReady(courier, line);
      this.pump(courier);
    });
    return true;
  }

  private makeReady(courier: Courier, line: Line): void {
    if (line.isBusy) return;
    line.isBusy = true;
    courier.ready.push(line);
  }

  private pump(courier: Courier): void {
    const { bot } = courier;
    while (!this.isStopped && bot.webhook && courier.inFlight < bot.webhook.maxConnections) {
      if (courier.pausedUntil > this.ports.store.clock.now()) return;
      const line = courier.ready.shift();
      if (!line) return;
      const pending = this.frontOf(courier, line);
      if (!pending) continue;
      courier.inFlight += 1;
      void this.attempt(courier, line, pending);
    }
  }

  /** The first update of a line that is still wanted; expired and forgotten ones are dropped on the way. */
  private frontOf(courier: Courier, line: Line): PendingUpdate | undefined {
    const { store } = this.ports;
    for (let id = line.ids.peek(); id !== undefined; id = line.ids.peek()) {
      const pending = courier.bot.pending.get(id);
      if (pending && pending.expiresAt > store.clock.now()) return pending;
      if (pending) store.commit({ t: "done", bot: courier.bot.id, updateId: id });
      this.dropFront(courier, line);
    }
    line.isBusy = false;
    if (line.held === undefined) courier.lines.delete(line.key);
    return undefined;
  }

  private dropFront(courier: Courier, line: Line): void {
    const id = line.ids.shift();
    if (id !== undefined) courier.known.delete(id);
    line.failures = 0;
    line.delayS = 1;
  }

  private async attempt(courier: Courier, line: Line, pending: PendingUpdate): Promise<void> {
    const { bot } = courier;
    const webhook = bot.webhook;
    if (!webhook) return;
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (webhook.secret) headers["x-telegram-bot-api-secret-token"] = webhook.secret;
    let result: PostResult | Error;
    try {
      result = await this.ports.post(webhook.url, headers, JSON.stringify(pending.update));
    } catch (error) {
      result = error instanceof Error ? error : new Error(String(error));
    }
    courier.inFlight -= 1;
    if (this.isStopped) return;
    this.settle(courier, line, pending, result);
    this.pump(courier);
  }

  private settle(courier: Courier, line: Line, pending: PendingUpdate, result: PostResult | Error): void {
    const { bot } = courier;
    if (result instanceof Unreachable) {
      this.pause(courier, line, result);
      return;
    }
    if (!(result instanceof Error) && result.status >= 200 && result.status <= 299) {
      courier.goneSince = 0;
      this.delivered(courier, line, pending, result);
      return;
    }
    const now = this.ports.store.clock.now();
    const isGone = !(result instanceof Error) && result.status === 410;
    const message =
      result instanceof Error
        ? result.message
        : `Wrong response from the webhook: ${result.status} ${result.reason}`;
    courier.lastError = { date: now, message };
    if (!isGone) courier.goneSince = 0;
    else if (courier.goneSince === 0) courier.goneSince = now;
    else if (now > courier.goneSince + goneMs) {
      this.ports.store.commit({ t: "webhook", bot: bot.id, webhook: null, dropPending: false });
      courier.ready.unshift(line);
      return;
    }
    const retryAfterS = result instanceof Error ? 0 : result.retryAfterS;
    this.retryLater(courier, line, pending, retryAfterS);
  }

  private delivered(courier: Courier, line: Line, pending: PendingUpdate, result: PostResult): void {
    const { store, onReply } = this.ports;
    const { bot } = courier;
    const reply = replyOf(result);
    const duplicate = findDeliveryFault(store, bot.username, "duplicate");
    if (duplicate) {
      // The update stays in front of its line and goes out once more.
      store.commit({ t: "faultUsed", id: duplicate.id });
    } else {
      store.commit({ t: "done", bot: bot.id, updateId: pending.update.update_id });
      this.dropFront(courier, line);
    }
    courier.ready.push(line);
    if (reply) onReply(bot, reply);
  }

  private retryLater(courier: Courier, line: Line, pending: PendingUpdate, retryAfterS: number): void {
    const { clock } = this.ports.store;
    let waitS = Math.min(retryAfterS, longestRetryAfterS);
    if (waitS === 0 && line.failures > 0) {
      const longest =
        longestBackoffS.from +
        Math.floor(this.ports.random() * (longestBackoffS.to - longestBackoffS.from + 1));
      line.delayS = Math.min(longest, line.delayS * 2);
      waitS = line.delayS;
    }
    line.failures += 1;
    if (clock.now() + waitS * 1000 > pending.expiresAt) {
      this.ports.store.commit({ t: "done", bot: courier.bot.id, updateId: pending.update.update_id });
      this.dropFront(courier, line);
      waitS = 0;
    }
    if (waitS === 0) courier.ready.push(line);
    else {
      line.cancelRetry = clock.after(waitS * 1000, () => {
        line.cancelRetry = undefined;
        courier.ready.push(line);
        this.pump(courier);
      });
    }
  }

  private pause(courier: Courier, line: Line, error: Error): void {
    const { clock } = this.ports.store;
    courier.lastError = { date: clock.now(), message: error.message };
    courier.ready.unshift(line);
    if (courier.pausedUntil > clock.now()) return;
    courier.pausedUntil = clock.now() + unreachablePauseMs;
    clock.after(unreachablePauseMs, () => {
      courier.pausedUntil = 0;
      this.pump(courier);
    });
  }
}

/** The call inside a webhook's answer; calls whose result would matter are not executed, as in the real server. */
function replyOf(result: PostResult): Record<string, unknown> | null {
  if (!result.contentType.startsWith("application/json") || result.body === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(result.body);
  } catch {
    return null;
  }
  const method = (value as { method?: unknown } | null)?.method;
  if (typeof method !== "string" || /^(get|setwebhook$|deletewebhook$|close$|logout$)/i.test(method))
    return null;
  return value as Record<string, unknown>;
}
