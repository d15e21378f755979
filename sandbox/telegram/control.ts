import { type DoorRequest, type DoorResponse, isBodyTooLarge, json } from "@/lib/door";
import { readJson, requireToken } from "../control-calls";
import { postToBots } from "./control-bots";
import { getFromGroups, postToGroups, watchedGroup } from "./control-groups";
import {
  BlockInput,
  ChatInput,
  ClearingInput,
  DeletionInput,
  EditInput,
  FaultInput,
  MessageInput,
  NewBotInput,
  NewUserInput,
  PrivacyInput,
  parseInput,
  ReactionInput,
  ResetInput,
  VoteInput,
} from "./control-inputs";
import { changedOf, saidOf } from "./control-messages";
import { postToRecorder } from "./control-recorder";
import { ControlError } from "./errors";
import { liveEvents } from "./live";
import type { BotState } from "./state";
import type { LocalTelegram } from "./telegram";

export type ControlPorts = {
  controlToken: string;
  findConversation(input: { telegramUserId: number; botUsername?: string }): Promise<unknown>;
};

type Handler = (telegram: LocalTelegram, request: { query: URLSearchParams; body: unknown }) => unknown;

const posts: Readonly<Record<string, Handler>> = {
  users: (telegram, { body }) => ({ id: telegram.customers.createUser(parseInput(NewUserInput, body)).id }),
  bots: (telegram, { body }) => {
    const { username, token } = telegram.customers.createBot(parseInput(NewBotInput, body));
    return { username, token };
  },
  chats: (telegram, { body }) => {
    const { bot, from } = parseInput(ChatInput, body);
    telegram.customers.openChat(telegram.getBotOrThrow(bot), from);
    return {};
  },
  messages: (telegram, { body }) => {
    const { bot, from, ...said } = parseInput(MessageInput, body);
    return telegram.customers.say(telegram.getBotOrThrow(bot), from, saidOf(said));
  },
  edits: (telegram, { body }) => {
    const { bot, from, messageId, ...changed } = parseInput(EditInput, body);
    return telegram.customers.edit(telegram.getBotOrThrow(bot), from, messageId, changedOf(changed));
  },
  deletions: (telegram, { body }) => {
    const { bot, from, messageId } = parseInput(DeletionInput, body);
    telegram.customers.remove(telegram.getBotOrThrow(bot), from, messageId);
    return {};
  },
  reactions: (telegram, { body }) => {
    const { bot, from, messageId, reaction } = parseInput(ReactionInput, body);
    return telegram.customers.react(telegram.getBotOrThrow(bot), from, messageId, reaction);
  },
  blocks: (telegram, { body }) => {
    const { bot, from, blocked } = parseInput(BlockInput, body);
    return telegram.customers.setBlocked(telegram.getBotOrThrow(bot), from, blocked);
  },
  votes: (telegram, { body }) => {
    const { bot, from, messageId, options } = parseInput(VoteInput, body);
    telegram.customers.vote(telegram.getBotOrThrow(bot), from, messageId, options);
    return {};
  },
  privacy: (telegram, { body }) => {
    const { bot, isOn } = parseInput(PrivacyInput, body);
    telegram.groups.setPrivacy(telegram.getBotOrThrow(bot), isOn);
    return {};
  },
  faults: (telegram, { body }) => telegram.plantFault(parseInput(FaultInput, body)),
  clearing: (telegram, { body }) => {
    telegram.clearFaults(parseInput(ClearingInput, body ?? {}).id);
    return {};
  },
  reset: (telegram, { body }) => {
    const { bot } = parseInput(ResetInput, body ?? {});
    telegram.reset(bot === undefined ? null : telegram.getBotOrThrow(bot));
    return {};
  },
};

const gets: Readonly<Record<string, Handler>> = {
  users: (telegram, { query }) => ({
    users: telegram.findUsers(
      query.get("search") ?? "",
      numberOf(query, "limit") ?? Number.POSITIVE_INFINITY,
    ),
  }),
  bots: (telegram) => ({ bots: [...telegram.store.state.bots.values()].map(botEntry) }),
  calls: (telegram, { query }) => {
    const name = query.get("bot");
    const [after, limit, user, last] = ["after", "limit", "user", "last"].map((key) => numberOf(query, key));
    return {
      calls: telegram.calls(name ? telegram.getBotOrThrow(name) : null, { after, limit, user, last }),
    };
  },
  recordings: (telegram) => ({ recordings: telegram.recorder.list() }),
  faults: (telegram) => ({ faults: [...telegram.store.state.faults.values()] }),
};

/** Answers `/sandbox/telegram/control/<rest>`; every call carries the control token. */
export async function handleControl(
  telegram: LocalTelegram,
  ports: ControlPorts,
  request: DoorRequest,
  rest: string,
): Promise<DoorResponse> {
  try {
    requireToken(request, ports.controlToken);
    if (request.method === "GET") return await handleGet(telegram, ports, request, rest);
    const answer = request.method === "POST" ? await handlePost(telegram, request, rest) : undefined;
    if (answer === undefined)
      throw new ControlError(404, `There is no ${request.method} /${rest} here. See sandbox/README.md.`);
    return json(200, answer);
  } catch (error) {
    if (isBodyTooLarge(error)) return json(413, { error: `The body has more than ${error.maxBytes} bytes.` });
    if (error instanceof ControlError) return json(error.status, { error: error.message });
    throw error;
  }
}

async function handlePost(telegram: LocalTelegram, request: DoorRequest, rest: string): Promise<unknown> {
  const post = ownHandler(posts, rest);
  if (!post && !/^(groups|recordings|replays|revocations|webhooks|pollers|manage)/.test(rest))
    return undefined;
  const body = await readJson(request);
  if (post) return post(telegram, { query: request.query, body });
  return (
    postToGroups(telegram, rest, body) ??
    postToRecorder(telegram, rest, body) ??
    postToBots(telegram, rest, body)
  );
}

async function handleGet(
  telegram: LocalTelegram,
  ports: ControlPorts,
  request: DoorRequest,
  rest: string,
): Promise<DoorResponse> {
  const { query } = request;
  const chat = /^chats\/(\d+)\/(messages|events)$/.exec(rest);
  if (chat) {
    const user = telegram.customers.getUserOrThrow(Number(chat[1]));
    const bot = requiredBot(telegram, query);
    if (chat[2] === "messages") {
      return json(
        200,
        telegram.transcript(bot, user.id, { after: numberOf(query, "after"), last: numberOf(query, "last") }),
      );
    }
    return events(telegram, request, { bot: bot.id, chat: user.id });
  }
  if (rest.startsWith("groups")) {
    const watched = watchedGroup(telegram, rest);
    if (watched) return events(telegram, request, { bot: null, chat: watched.id });
    const found = getFromGroups(telegram, rest, query);
    if (found !== undefined) return json(200, found);
  }
  const recording = /^recordings\/([^/]+)$/.exec(rest);
  if (recording) {
    const headers = { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" };
    return { status: 200, headers, body: telegram.recorder.read(recording[1] as string) };
  }
  const conversation = /^conversations\/(\d+)$/.exec(rest);
  if (conversation) {
    const telegramUserId = Number(conversation[1]);
    const asked = query.get("bot");
    const botUsername = asked ? telegram.getBotOrThrow(asked).username : undefined;
    const found = await ports.findConversation({ telegramUserId, ...(botUsername && { botUsername }) });
    if (!found)
      throw new ControlError(
        404,
        `User ${telegramUserId} has no conversation yet. Send a message first (POST /messages).`,
      );
    return json(200, found);
  }
  const get = ownHandler(gets, rest);
  if (!get) throw new ControlError(404, `There is no GET /${rest} here. See sandbox/README.md.`);
  return json(200, get(telegram, { query, body: undefined }));
}

function events(
  telegram: LocalTelegram,
  request: DoorRequest,
  watched: { bot: number | null; chat: number },
): DoorResponse {
  const signal = AbortSignal.any([request.signal, telegram.stopSignal]);
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  };
  return { status: 200, headers, body: liveEvents(telegram.store, watched, signal) };
}

function requiredBot(telegram: LocalTelegram, query: URLSearchParams): BotState {
  const name = query.get("bot");
  if (name) return telegram.getBotOrThrow(name);
  const bots = [...telegram.store.state.bots.values()];
  if (bots.length === 1) return bots[0] as BotState;
  throw new ControlError(400, "Say which bot: ?bot=<username>.");
}

function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  // Only a chat may be below zero: a group.
  if (!(name === "user" ? /^-?\d{1,15}$/ : /^\d{1,15}$/).test(text))
    throw new ControlError(400, `${name} is not a whole number.`);
  return Number(text);
}

function botEntry(bot: BotState) {
  const { username, token, webhook, pending } = bot;
  const name = bot.profile.name[""] || bot.name;
  const about = bot.profile.short_description[""] || bot.profile.description[""] || "";
  const commands = Object.values(bot.profile.commands)[0] ?? [];
  const { isPolledElsewhere, photo } = bot.traits;
  return {
    ...{ username, name, about, commands, token, webhook: webhook?.url ?? "", pending: pending.size },
    ...{ isPolledElsewhere, hasPhoto: photo !== null },
  };
}

function ownHandler(handlers: Readonly<Record<string, Handler>>, name: string): Handler | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}
