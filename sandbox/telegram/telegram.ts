import { join } from "node:path";
import { BotApi } from "./bot-api";
import { newToken } from "./bot-token";
import type { Clock } from "./clock";
import { Customers } from "./customers";
import type { Tell } from "./deed";
import { Delivery } from "./delivery";
import { ControlError, pollConflict } from "./errors";
import { Groups } from "./groups/groups";
import { Talk } from "./groups/talk";
import { Poller } from "./poller";
import type { Post } from "./post";
import { Recorder } from "./recorder";
import type { Call, Fault, SandboxUser, StateRecord } from "./records";
import { Stalls } from "./stall";
import type { BotState } from "./state";
import { Store } from "./store";
import { type Transcript, type TranscriptRange, transcriptOf } from "./transcript";

export type TelegramPorts = {
  /** Where its journal and photos live. */
  folder: string;
  clock: Clock;
  post: Post;
  random(): number;
  log(level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>): void;
};

const foreignWebhook = "https://elsewhere.example/bot";
const taken = { status: 200, reason: "OK", retryAfterS: 0, contentType: "text/plain", body: "" };

/** The local Telegram: its state, its Bot API, its customers and its deliveries. */
export class LocalTelegram {
  readonly store: Store;
  readonly api: BotApi;
  readonly customers: Customers;
  readonly groups: Groups;
  readonly talk: Talk;
  readonly recorder: Recorder;
  readonly tell: Tell;
  private readonly poller: Poller;
  private readonly delivery: Delivery;
  private readonly stalls: Stalls;
  private readonly stopping = new AbortController();

  constructor(ports: TelegramPorts) {
    this.store = new Store(ports.folder, ports.clock);
    this.poller = new Poller(this.store);
    this.stalls = new Stalls(ports.clock);
    this.delivery = new Delivery({
      store: this.store,
      // What another program has set: it takes every update and says nothing.
      post: (url, headers, body) =>
        url.startsWith(foreignWebhook) ? Promise.resolve(taken) : ports.post(url, headers, body),
      random: ports.random,
      onReply: (bot, params) => {
        this.api.reply(bot, params).catch((error: unknown) => {
          ports.log("error", "The local Telegram could not make the call in a webhook's answer.", {
            error: String(error),
          });
        });
      },
    });
    const tell: Tell = (bot, updateId) => {
      this.poller.wake(bot);
      this.delivery.push(bot, updateId);
    };
    this.tell = tell;
    this.recorder = new Recorder(this.store, join(ports.folder, "recordings"));
    this.api = new BotApi(this.store, this.poller, this.delivery, this.stalls, tell);
    this.customers = new Customers(this.store, tell);
    this.groups = new Groups(this.store, tell);
    this.talk = new Talk(this.store, tell);
  }

  /** Aborted when the stand-in stops. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Delivers what a previous run left pending. */
  resume(): void {
    for (const bot of this.store.state.bots.values()) this.delivery.wake(bot);
  }

  getBotOrThrow(username: string): BotState {
    const bot = this.store.state.botsByUsername.get(username.toLowerCase().replace(/^@/, ""));
    if (!bot)
      throw new ControlError(404, `There is no bot @${username}. Make one with POST /bots or see GET /bots.`);
    return bot;
  }

  transcript(bot: BotState, userId: number, range?: TranscriptRange): Transcript {
    const { files } = this.store.state;
    return transcriptOf(bot, bot.chats.get(userId), files, range);
  }

  /** The calls of one bot, or of all, oldest first: those after call `after`, or the `last` about one user's chat. */
  calls(
    bot: BotState | null,
    asked: { after?: number; limit?: number; user?: number; last?: number } = {},
  ): Call[] {
    const { after = 0, limit = 1000, user, last } = asked;
    const bots = bot ? [bot] : [...this.store.state.bots.values()];
    const isAsked = (call: Call) => call.id > after && (user === undefined || call.params.chat_id === user);
    const calls = bots
      .flatMap((one) => [...one.calls].filter(isAsked))
      .sort((left, right) => left.id - right.id);
    return last === undefined ? calls.slice(0, limit) : calls.slice(Math.max(0, calls.length - last));
  }

  /** Users whose name, username, phone or id holds every word, newest first. */
  findUsers(search: string, limit: number): SandboxUser[] {
    const words = search.toLocaleLowerCase("tr").split(/\s+/).filter(Boolean);
    const found: SandboxUser[] = [];
    for (const user of [...this.store.state.users.values()].reverse()) {
      const { first_name, last_name, username, phone, id } = user;
      const text = [first_name, last_name, username, phone, id].join(" ").toLocaleLowerCase("tr");
      if (words.every((word) => text.includes(word))) found.push(user);
      if (found.length === limit) break;
    }
    return found;
  }

  /** As `/revoke` at BotFather: the old token is refused from now on. */
  revokeToken(bot: BotState): string {
    const token = newToken(bot.id);
    this.store.commit({ t: "token", bot: bot.id, token });
    this.poller.abort(bot, "Unauthorized", 401);
    return token;
  }

  /** What somebody else with the token does to the webhook: another address, or none. */
  changeWebhook(bot: BotState, isForeign: boolean): void {
    const webhook = isForeign ? { url: foreignWebhook, secret: "", maxConnections: 40 } : null;
    this.store.commit({ t: "webhook", bot: bot.id, webhook, dropPending: false });
    this.api.webhookChanged(bot);
  }

  /** Another program begins or ends fetching this bot's updates. */
  setPolledElsewhere(bot: BotState, isPolledElsewhere: boolean): void {
    this.store.commit({ t: "traits", bot: bot.id, traits: { isPolledElsewhere } });
    if (isPolledElsewhere) this.poller.abort(bot, pollConflict);
  }

  plantFault(input: Omit<Fault, "id">): Fault {
    const bot = input.bot === undefined ? undefined : this.getBotOrThrow(input.bot).username;
    const fault: Fault = { ...input, id: this.store.state.nextFaultId, ...(bot !== undefined && { bot }) };
    this.store.commit({ t: "fault", fault });
    return fault;
  }

  /** Takes one planted fault back, or all. */
  clearFaults(id?: number): void {
    const { faults } = this.store.state;
    const found = id === undefined ? [...faults.values()] : [faults.get(id)];
    const records: StateRecord[] = [];
    for (const fault of found) {
      if (!fault) throw new ControlError(404, `There is no fault ${id}. See GET /faults.`);
      records.push({ t: "faultCleared", id: fault.id });
    }
    this.store.commit(...records);
  }

  /** Empties chats, pending updates, calls and faults; bots, users, webhooks and all counters stay. */
  reset(bot: BotState | null): void {
    this.store.commit({ t: "reset", bot: bot?.id ?? null });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.recorder.close();
    this.delivery.stop();
    this.poller.stop();
    this.stalls.stop();
    // What was just released answers within this turn; only then is the journal closed.
    await new Promise((resolve) => setImmediate(resolve));
    this.store.close();
  }
}
