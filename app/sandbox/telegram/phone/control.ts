"use client";

import type { BotCommand } from "@grammyjs/types";
import type { Call, SandboxUser } from "@/sandbox/telegram/records";
import type { Transcript } from "@/sandbox/telegram/transcript";

export type PhoneBot = {
  username: string;
  name: string;
  about: string;
  commands: BotCommand[];
  token: string;
  webhook: string;
  pending: number;
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
  | { callback: { messageId: number; data: string } };

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
    say: (bot: string, from: number, deed: Deed) => ask("messages", { bot, from, ...deed }),
    edit: (bot: string, from: number, messageId: number, text: string) =>
      ask("edits", { bot, from, messageId, text }),
    block: (bot: string, from: number, blocked: boolean) => ask("blocks", { bot, from, blocked }),
    watch: (bot: string, user: number, signal: AbortSignal) =>
      fetch(`${base}/chats/${user}/events?${query({ bot })}`, { headers, signal, cache: "no-store" }),
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
