import type { Message, Update, User } from "@grammyjs/types";
import type { Tell } from "./deed";
import { Deed } from "./deed";
import { updateKinds } from "./parameters/methods";
import type { SandboxUser, UpdateKind } from "./records";
import type { BotState } from "./state";
import type { Store } from "./store";
import { queueKeyOf } from "./update-of";

export type Replayed = {
  /** Updates that the bot is sent. */
  updates: number;
  /** Updates of kinds that the bot did not ask for. */
  unwanted: number;
  /** Lines that are no updates, counted from 1. */
  rejected: { line: number; reason: string }[];
};

/** How many lines go to the journal at once. */
const batchSize = 200;

/**
 * Sends recorded updates to a bot as if they happened now: new update ids, message ids after those that are in the
 * chat, dates moved so that the last one is now; everything else as it was. People who are not known are made.
 */
export function replay(store: Store, tell: Tell, bot: BotState, jsonl: string): Replayed {
  const result: Replayed = { updates: 0, unwanted: 0, rejected: [] };
  const updates = readLines(jsonl, result);
  const shiftS =
    Math.floor(store.clock.now() / 1000) - Math.max(0, ...updates.map(({ update }) => dateOf(update)));
  const offsets = new Map<number, number>();
  for (let start = 0; start < updates.length; start += batchSize) {
    const deed = new Deed(store);
    const made = new Set<number>();
    for (const { update, kind } of updates.slice(start, start + batchSize)) {
      for (const user of peopleIn(update)) {
        if (store.state.users.has(user.id) || made.has(user.id)) continue;
        made.add(user.id);
        deed.add({ t: "user", user });
      }
      const { update_id: _id, ...content } = moved(update, { bot, shiftS, offsets });
      if (deed.update(bot, kind, content, queueKeyOf(kind, keyOf(update))) === null) result.unwanted += 1;
      else result.updates += 1;
    }
    deed.commit(tell);
  }
  return result;
}

function readLines(jsonl: string, result: Replayed): { update: Update; kind: UpdateKind }[] {
  const updates: { update: Update; kind: UpdateKind }[] = [];
  jsonl.split("\n").forEach((text, index) => {
    if (text.trim() === "") return;
    const reject = (reason: string) => result.rejected.push({ line: index + 1, reason });
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      reject("no JSON");
      return;
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      reject("no object");
      return;
    }
    const kind = updateKinds.find((name) => isObject((value as Record<string, unknown>)[name]));
    if (kind) updates.push({ update: value as Update, kind });
    else reject("no kind of update that is known here");
  });
  return updates;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

type Content = { date?: number; from?: User; user?: User; chat?: { id: number }; message?: Message };

function contentOf(update: Update): Content {
  return (updateKinds.map((kind) => update[kind]).find((content) => content !== undefined) ?? {}) as Content;
}

function dateOf(update: Update): number {
  const { date } = contentOf(update);
  return typeof date === "number" ? date : 0;
}

function keyOf(update: Update): number {
  const { chat, from, user } = contentOf(update);
  return chat?.id ?? from?.id ?? user?.id ?? 0;
}

function peopleIn(update: Update): SandboxUser[] {
  const { from, user } = contentOf(update);
  return [from, user].filter((one): one is SandboxUser => one !== undefined && one.is_bot === false);
}

/** Messages of private chats are numbered anew; a group's stay as they are, its messages are not put in again. */
function moved(update: Update, to: { bot: BotState; shiftS: number; offsets: Map<number, number> }): Update {
  const copy = structuredClone(update);
  const content = contentOf(copy);
  if (typeof content.date === "number") content.date += to.shiftS;
  const own = copy.message ?? copy.edited_message;
  for (const message of [own, own?.reply_to_message, copy.callback_query?.message]) {
    if (!message?.chat || message.chat.id < 0) continue;
    message.message_id += offsetOf(message.chat.id, message.message_id, to);
    if ("edit_date" in message && typeof message.edit_date === "number") message.edit_date += to.shiftS;
  }
  return copy;
}

/** The first message of a chat comes after the newest that is there; those after it keep their distance. */
function offsetOf(
  chat: number,
  first: number,
  { bot, offsets }: { bot: BotState; offsets: Map<number, number> },
): number {
  const known = offsets.get(chat);
  if (known !== undefined) return known;
  const offset = Math.max(0, (bot.chats.get(chat)?.nextMessageId ?? 1) - first);
  offsets.set(chat, offset);
  return offset;
}
