import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import type { BenchChannel } from "./workspaces.ts";

export type BenchBot = { username: string; token: string; id: number };

/** A `sendMessage` that arrived, with what it was answered. */
export type Send = { token: string; atMs: number; status: number };

/** A customer who writes these texts to a bot in turn. */
export type Conversation = { bot: string; token: string; user: number; texts: readonly string[] };

/** One text: until the webhook had taken it, and from there (and from the send) until the reply arrived. */
export type Exchange = { acceptMs: number; replyMs: number | null; wholeMs: number | null };

/** What the local Telegram's process does for the bench. */
export type TelegramVerbs = {
  createBots(count: number): Promise<BenchBot[]>;
  /** Makes the users where they are missing, and lets the bots write to them. */
  openChats(bots: readonly string[], users: readonly number[]): Promise<void>;
  /** Lets customers write, wait for the reply and think, until the time is over. */
  converse(input: {
    conversations: readonly Conversation[];
    thinkMs: number;
    forMs: number;
  }): Promise<Exchange[]>;
  /** The sends since the last look. */
  takeSends(): Promise<Send[]>;
};

export type LocalTelegram = TelegramVerbs & { origin: string; apiRoot: string; stop(): Promise<void> };

type Answer = { id?: number; origin?: string; result?: unknown; error?: string };

/** Starts the local Telegram in a process of its own. */
export async function startTelegram(bench: Bench): Promise<LocalTelegram> {
  const dataDir = mkdtempSync(join(tmpdir(), "santral-bench-telegram-"));
  const port = await bench.freePort();
  const child = fork(join(import.meta.dirname, "telegram-child.ts"), [dataDir, String(port)], {
    execArgv: ["--import", "tsx"],
    // In a session of its own: Ctrl-C reaches it through us.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  bench.defer(stop);

  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  const origin = await new Promise<string>((resolve, reject) => {
    child.on("message", ({ id, origin, result, error }: Answer) => {
      if (origin) return resolve(origin);
      const caller = waiting.get(id ?? 0);
      waiting.delete(id ?? 0);
      if (error) caller?.reject(new Error(error));
      else caller?.resolve(result);
    });
    child.once("exit", () => {
      const gone = new Error("The local Telegram's process has ended.");
      reject(gone);
      for (const caller of waiting.values()) caller.reject(gone);
    });
  });
  const ask = (verb: keyof TelegramVerbs, input: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      child.send({ id, verb, input });
    });
  return {
    origin,
    apiRoot: `${origin}/sandbox/telegram`,
    stop,
    createBots: (count) => ask("createBots", [count]) as Promise<BenchBot[]>,
    openChats: async (bots, users) => void (await ask("openChats", [bots, users])),
    converse: (input) => ask("converse", [input]) as Promise<Exchange[]>,
    takeSends: () => ask("takeSends", []) as Promise<Send[]>,
  };
}

/** Has the local Telegram push a bot's updates to the product. */
export async function setWebhook(
  telegram: LocalTelegram,
  origin: string,
  channel: BenchChannel,
): Promise<void> {
  const response = await fetch(`${telegram.apiRoot}/bot${channel.token}/setWebhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      url: `${origin}/api/webhooks/telegram/${channel.key}`,
      secret_token: channel.webhookSecret,
      max_connections: 100,
    }),
  });
  if (!response.ok) throw new Error(`setWebhook: ${response.status} ${await response.text()}`);
}
