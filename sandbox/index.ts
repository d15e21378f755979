import { join } from "node:path";
import type { DoorCore } from "@/lib/door";
import { demoDoor } from "./demo";
import { mailDoor } from "./mail/door";
import { type LocalMail, startLocalMail } from "./mail/local-mail";
import { oidcDoor } from "./oidc/door";
import { LocalOidc } from "./oidc/local-oidc";
import { getSandbox, publishSandbox } from "./presence";
import { pushDoor } from "./push/door";
import { LocalPush } from "./push/local-push";
import { type Clock, systemClock } from "./telegram/clock";
import { createManagedBot, setManager } from "./telegram/control-bots";
import type { Accepted, Changed, NewUser, Said } from "./telegram/customers";
import { telegramDoor } from "./telegram/door";
import { createPost } from "./telegram/post";
import type { Call, Fault } from "./telegram/records";
import { LocalTelegram } from "./telegram/telegram";
import type { Transcript, TranscriptRange } from "./telegram/transcript";

export type SandboxPorts = {
  /** The product's data folder; the stand-ins keep theirs under `sandbox/` in it. */
  dataDir: string;
  /** Where the product is served, without a trailing slash. */
  origin: string;
  /** Where browsers reach this process, if that is another address: who signs in is led there and back. */
  publicOrigin?: string;
  controlToken: string;
  /** The newest conversation of that Telegram user (optionally with that bot), or null. */
  findConversation(input: { telegramUserId: number; botUsername?: string }): Promise<{
    status: "open" | "handed_off" | "closed";
    lastBand: "answer" | "clarify" | "handoff" | null;
  } | null>;
  /** The demo's facts for `GET /sandbox/demo`. */
  describeDemo(): Promise<{
    workspace: { slug: string };
    bot: { username: string; token: string };
    customer: { telegramId: number; shopOrder: { number: string; tracking: string } };
    signIns: { role: string; url: string }[];
  }>;
  log(level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>): void;
  /** Tests bring their own time. */
  clock?: Clock;
};

export type SandboxBot = { username: string; token: string; id: number };

/** The running stand-ins. Its verbs are those of the control API, for use in the same process. */
export type Sandbox = {
  handle: DoorCore;
  stop(): Promise<void>;
  mail: LocalMail;
  /** The providers of sign-ins. */
  oidc: LocalOidc;
  /** Browsers that let notifications come, and their service. */
  push: LocalPush;
  /** The Bot API's address without the token, as `client.apiRoot` wants it. */
  apiRoot: string;
  createUser(input: NewUser): { id: number };
  findUser(id: number): { id: number } | null;
  createBot(input: { name: string; username?: string }): SandboxBot;
  findBot(username: string): SandboxBot | null;
  /** A bot that may have others made through it, as BotFather's switch does; made where it is not there yet. */
  openManagerBot(input: { name: string; username: string }): SandboxBot;
  /** What BotFather or another program with the token does: the new token, where one is given. */
  revokeToken(input: { bot: string }): { token: string };
  changeWebhook(input: { bot: string; isForeign: boolean }): void;
  setPolledElsewhere(input: { bot: string; isOn: boolean }): void;
  /** A user makes a bot by the button of a bot that manages others. */
  createManagedBot(input: { bot: string; from: number; name: string; username?: string }): SandboxBot;
  findGroup(title: string): { id: number } | null;
  /** A supergroup with a bot as its administrator, and what its members say in turn. */
  createGroup(input: {
    title: string;
    owner: number;
    bot: string;
    otherMembers?: number;
    said: readonly { from: number; text: string }[];
  }): { id: number };
  /** Lets a bot write to a user who has not written to it (as if they had, long ago). */
  openChat(input: { bot: string; from: number }): void;
  sendMessage(input: { bot: string; from: number } & Said): Accepted;
  editMessage(input: { bot: string; from: number; messageId: number } & Changed): Accepted;
  react(input: { bot: string; from: number; messageId: number; emoji: readonly string[] }): {
    updateId: number | null;
  };
  setBlocked(input: { bot: string; from: number; blocked: boolean }): { updateId: number | null };
  listMessages(input: { bot: string; user: number } & TranscriptRange): Transcript;
  listCalls(input: { bot?: string; after?: number; limit?: number }): Call[];
  plantFault(input: Omit<Fault, "id">): Fault;
  reset(input: { bot?: string }): void;
};

/** Starts the stand-ins, takes up what a previous run left pending, and makes them known to this process. */
export async function startSandbox(ports: SandboxPorts): Promise<Sandbox> {
  const http = createPost();
  const telegram = new LocalTelegram({
    folder: join(ports.dataDir, "sandbox"),
    clock: ports.clock ?? systemClock,
    post: http.post,
    random: Math.random,
    log: ports.log,
  });
  const mail = await startLocalMail({
    origin: ports.origin,
    clock: ports.clock ?? systemClock,
    log: ports.log,
  });
  const oidc = new LocalOidc(ports.publicOrigin ?? ports.origin, () => (ports.clock ?? systemClock).now());
  const push = new LocalPush(ports.origin, () => new Date((ports.clock ?? systemClock).now()));
  const doors = [
    telegramDoor(telegram, ports),
    mailDoor(mail, ports),
    demoDoor(ports),
    oidcDoor(oidc),
    pushDoor(push),
  ];
  const sandbox: Sandbox = {
    oidc,
    push,
    handle: (request) => {
      for (const door of doors) {
        const answer = door(request);
        if (answer) return answer;
      }
      return null;
    },
    async stop() {
      await Promise.all([telegram.stop(), mail.stop()]);
      http.close();
      if (getSandbox() === sandbox) publishSandbox(undefined);
    },
    mail,
    apiRoot: `${ports.origin}/sandbox/telegram`,
    ...verbsOf(telegram),
  };
  publishSandbox(sandbox);
  telegram.resume();
  ports.log("info", "The local Telegram is ready.", { bots: telegram.store.state.bots.size });
  return sandbox;
}

function verbsOf(telegram: LocalTelegram) {
  const { customers, store } = telegram;
  const bot = (username: string) => telegram.getBotOrThrow(username);
  return {
    createUser: (input) => ({ id: customers.createUser(input).id }),
    findUser: (id) => (store.state.users.has(id) ? { id } : null),
    createBot: (input) => shown(customers.createBot(input)),
    findBot: (username) => {
      const found = store.state.botsByUsername.get(username.toLowerCase().replace(/^@/, ""));
      return found ? shown(found) : null;
    },
    openManagerBot: (input) => {
      const made = store.state.botsByUsername.get(input.username.toLowerCase()) ?? customers.createBot(input);
      setManager(telegram, made, true);
      return shown(made);
    },
    revokeToken: (input) => ({ token: telegram.revokeToken(bot(input.bot)) }),
    changeWebhook: (input) => telegram.changeWebhook(bot(input.bot), input.isForeign),
    setPolledElsewhere: (input) => telegram.setPolledElsewhere(bot(input.bot), input.isOn),
    createManagedBot: ({ bot: username, ...wanted }) =>
      shown(createManagedBot(telegram, bot(username), wanted)),
    findGroup: (title) =>
      [...store.state.groups.values()].find(({ settings }) => settings.title === title)?.settings ?? null,
    createGroup: ({ bot: username, said, ...input }) => {
      const group = telegram.groups.create(input);
      telegram.groups.setMember(group, bot(username).id, { status: "administrator" });
      for (const { from, text } of said) {
        if (from !== input.owner) telegram.groups.setMember(group, from, {});
        telegram.talk.say(group, from, { text });
      }
      return { id: group.id };
    },
    openChat: (input) => customers.openChat(bot(input.bot), input.from),
    sendMessage: (input) => customers.say(bot(input.bot), input.from, input),
    editMessage: (input) => customers.edit(bot(input.bot), input.from, input.messageId, input),
    react: (input) => customers.react(bot(input.bot), input.from, input.messageId, input.emoji),
    setBlocked: (input) => customers.setBlocked(bot(input.bot), input.from, input.blocked),
    listMessages: (input) => telegram.transcript(bot(input.bot), input.user, input),
    listCalls: (input) => telegram.calls(input.bot === undefined ? null : bot(input.bot), input),
    plantFault: (input) => telegram.plantFault(input),
    reset: (input) => telegram.reset(input.bot === undefined ? null : bot(input.bot)),
  } satisfies Omit<Sandbox, "handle" | "stop" | "apiRoot" | "mail" | "oidc" | "push">;
}

function shown({ username, token, id }: SandboxBot): SandboxBot {
  return { username, token, id };
}
