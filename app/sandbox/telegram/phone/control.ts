"use client";

import type { BotCommand } from "@grammyjs/types";
import type { GroupDetails, GroupEntry } from "@/sandbox/telegram/control-groups";
import type { Recording } from "@/sandbox/telegram/recorder";
import type { Call, Fault, FaultKind, SandboxUser } from "@/sandbox/telegram/records";
import type { Replayed } from "@/sandbox/telegram/replay";
import type { Transcript } from "@/sandbox/telegram/transcript";

export type PhoneBot = {
  username: string;
  name: string;
  about: string;
  commands: BotCommand[];
  token: string;
  webhook: string;
  pending: number;
  isPolledElsewhere: boolean;
  hasPhoto: boolean;
};

export type PhoneUser = SandboxUser;

export type NewCustomer = {
  first_name: string;
  last_name?: string;
  language_code?: string;
  phone?: string;
};

/** What a customer does, as the control API takes it. */
export type Deed =
  | { text: string }
  | { contact: { phone: string; own: boolean } }
  | { photo: string; caption?: string }
  | { video: SentFile; caption?: string }
  | { audio: SentFile; caption?: string }
  | { document: SentFile; caption?: string }
  | { location: { latitude: number; longitude: number } }
  | { callback: { messageId: number; data: string } };

type SentFile = { data: string; file_name: string; mime_type?: string };

/** What stands around a deed. */
export type Around = { replyTo?: number };

export type GroupKind = GroupEntry["type"];
export type { GroupDetails, GroupEntry };

const base = "/sandbox/telegram/control";
const shownMessages = 200;
const shownCalls = 20;
const shownUsers = 40;

/** A control call that was refused; its message says what to do. */
export class ControlRefused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export type Control = ReturnType<typeof createControl>;

/** The control API with its token. */
export function createControl(token: string) {
  const headers = { authorization: `Bearer ${token}` };

  async function ask<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${base}/${path}`, {
      headers,
      cache: "no-store",
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new ControlRefused(response.status, answer.error ?? String(response.status));
    return answer;
  }

  return {
    listBots: () => ask<{ bots: PhoneBot[] }>("bots").then(({ bots }) => bots),
    findUsers: (search: string) =>
      ask<{ users: PhoneUser[] }>(`users?${query({ search, limit: shownUsers })}`).then(({ users }) => users),
    createBot: (name: string) => ask<{ username: string; token: string }>("bots", { name }),
    createUser: (user: NewCustomer) => ask<{ id: number }>("users", user),
    readChat: (bot: string, user: number) =>
      ask<Transcript>(`chats/${user}/messages?${query({ bot, last: shownMessages })}`),
    readCalls: (bot: string, user: number) =>
      ask<{ calls: Call[] }>(`calls?${query({ bot, user, last: shownCalls })}`).then(({ calls }) => calls),
    say: (bot: string, from: number, deed: Deed & Around) => ask("messages", { bot, from, ...deed }),
    react: (bot: string, from: number, messageId: number, reaction: string[]) =>
      ask("reactions", { bot, from, messageId, reaction }),
    vote: (bot: string, from: number, messageId: number, options: number[]) =>
      ask("votes", { bot, from, messageId, options }),
    remove: (bot: string, from: number, messageId: number) => ask("deletions", { bot, from, messageId }),
    edit: (bot: string, from: number, messageId: number, text: string) =>
      ask("edits", { bot, from, messageId, text }),
    block: (bot: string, from: number, blocked: boolean) => ask("blocks", { bot, from, blocked }),
    watch: (bot: string, user: number, signal: AbortSignal) =>
      fetch(`${base}/chats/${user}/events?${query({ bot })}`, { headers, signal, cache: "no-store" }),
    groups: groupControl(ask, (path, signal) =>
      fetch(`${base}/${path}`, { headers, signal, cache: "no-store" }),
    ),
    listFaults: () => ask<{ faults: Fault[] }>("faults").then(({ faults }) => faults),
    plantFault: (fault: { bot?: string; method?: string; kind: FaultKind; times: number }) =>
      ask<Fault>("faults", fault),
    clearFault: (id?: number) => ask("clearing", id === undefined ? {} : { id }),
    revokeToken: (bot: string) => ask<{ token: string }>("revocations", { bot }),
    changeWebhook: (bot: string, isForeign: boolean) => ask("webhooks", { bot, isForeign }),
    setPolledElsewhere: (bot: string, isOn: boolean) => ask("pollers", { bot, isOn }),
    createManagedBot: (input: { bot: string; from: number; name: string; username?: string }) =>
      ask<{ username: string }>("managed-bots", input),
    listRecordings: () => ask<{ recordings: Recording[] }>("recordings").then(({ recordings }) => recordings),
    record: (bot: string, name: string) => ask("recordings", { bot, name }),
    stopRecording: (name: string) => ask<Recording>(`recordings/${name}/stop`, {}),
    deleteRecording: (name: string) => ask(`recordings/${name}/delete`, {}),
    readRecording: (name: string) =>
      fetch(`${base}/recordings/${name}`, { headers, cache: "no-store" }).then((answer) => answer.blob()),
    replay: (bot: string, what: { name: string } | { jsonl: string }) =>
      ask<Replayed>("replays", { bot, ...what }),
  };
}

type Ask = <T>(path: string, body?: unknown) => Promise<T>;

/** What is done with groups. */
function groupControl(ask: Ask, watch: (path: string, signal: AbortSignal) => Promise<Response>) {
  return {
    list: () => ask<{ groups: GroupEntry[] }>("groups").then(({ groups }) => groups),
    get: (id: number) => ask<GroupDetails>(`groups/${id}`),
    create: (input: { title: string; type: GroupKind; owner: number }) =>
      ask<{ id: number }>("groups", input),
    setMember: (id: number, input: { user?: number; bot?: string; status: string }) =>
      ask<{ isPending?: true }>(`groups/${id}/members`, input),
    migrate: (id: number) => ask<{ id: number }>(`groups/${id}/migration`, {}),
    read: (id: number, user: number) =>
      ask<Pick<Transcript, "messages">>(`groups/${id}/messages?${query({ user, last: shownMessages })}`),
    say: (id: number, from: number, deed: Deed & Around) => ask(`groups/${id}/messages`, { from, ...deed }),
    edit: (id: number, from: number, messageId: number, text: string) =>
      ask(`groups/${id}/edits`, { from, messageId, text }),
    react: (id: number, from: number, messageId: number, reaction: string[]) =>
      ask(`groups/${id}/reactions`, { from, messageId, reaction }),
    vote: (id: number, from: number, messageId: number, options: number[]) =>
      ask(`groups/${id}/votes`, { from, messageId, options }),
    remove: (id: number, from: number, messageId: number) =>
      ask(`groups/${id}/deletions`, { from, messageId }),
    watch: (id: number, signal: AbortSignal) => watch(`groups/${id}/events`, signal),
  };
}

function query(values: Record<string, string | number>): string {
  return new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)])).toString();
}

/** What the demo offers a first visitor, told to this machine only; null from elsewhere. */
export async function readDemo(): Promise<{ controlToken: string; bot?: string; user?: number } | null> {
  const response = await fetch("/sandbox/demo", { cache: "no-store" });
  if (!response.ok) return null;
  const demo = (await response.json()) as {
    controlToken: string;
    bot?: { username: string };
    customer?: { telegramId: number };
  };
  return { controlToken: demo.controlToken, bot: demo.bot?.username, user: demo.customer?.telegramId };
}
