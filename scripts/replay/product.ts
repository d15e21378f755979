import { setTimeout as sleep } from "node:timers/promises";
import { PlainError } from "../lib/plain-error.ts";

/** Where updates go: the webhook's door of one bot. */
export type Door = { url: string; secret: string };

/** What `POST /sandbox/replay/outcomes` tells of an update. */
export type Outcome = {
  updateId: number;
  state: "accepted" | "rejected" | "missing";
  reason: string | null;
  receivedAt: string | null;
  effect: string;
  isShown: boolean;
  agent: "answer" | "clarify" | "handoff" | "act" | "waiting" | "none";
};

/** The door's answer, after it has taken or refused an update for good. */
export type Answer = { status: number; error: string | null; retries: number };

const webhookPath = "/api/webhooks/telegram/";
const longestPauseS = 60;
/** An update that is put off so often is given up: the product does not store at all. */
const mostRetries = 20;

/** A running product with its sandbox on: it tells where a local bot's webhook is and what became of updates. */
export class LocalProduct {
  private constructor(
    readonly origin: string,
    private readonly controlToken: string,
    readonly bot: string,
    readonly door: Door,
    /** By the product's clock. */
    readonly startedAt: string,
  ) {}

  /** @throws PlainError no product, no sandbox or no such bot there */
  static async meet(origin: string, bot: string | undefined): Promise<LocalProduct> {
    const demo = await ask(`${origin}/sandbox/demo`);
    if (demo.status === 404) {
      throw new PlainError(
        `The sandbox is off at ${origin}. Name the webhook itself: --url ${origin}${webhookPath}<key> --secret=<its secret token>.`,
      );
    }
    const { controlToken } = await bodyOf<{ controlToken: string }>(demo, `${origin}/sandbox/demo`);
    const target = await ask(`${origin}/sandbox/replay/target`, controlToken, bot ? { bot } : {});
    if (target.status === 404)
      throw new PlainError(`There is no bot ${bot ?? ""} of the local Telegram at ${origin}.`);
    const found = await bodyOf<{ path: string; secret: string; bot: string; now: string }>(target, "target");
    const door = { url: `${origin}${found.path}`, secret: found.secret };
    return new LocalProduct(origin, controlToken, found.bot, door, found.now);
  }

  async outcomes(updateIds: readonly number[]): Promise<Outcome[]> {
    const url = `${this.origin}/sandbox/replay/outcomes`;
    const answer = await ask(url, this.controlToken, { bot: this.bot, updateIds });
    return (await bodyOf<{ outcomes: Outcome[] }>(answer, url)).outcomes;
  }
}

export const isWebhookUrl = (url: string): boolean =>
  URL.parse(url)?.pathname.startsWith(webhookPath) ?? false;

/**
 * Sends one update as Telegram does. What was not stored (503, or nobody there) is sent again after the pause that the
 * answer asks for.
 */
export async function sendUpdate(door: Door, body: string, signal: AbortSignal): Promise<Answer> {
  for (let retries = 0; ; retries += 1) {
    const answer = await fetch(door.url, {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": door.secret },
      body,
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      return null;
    });
    const text = await answer?.text().catch(() => "");
    if (answer && answer.status !== 503) return { status: answer.status, error: errorOf(text), retries };
    if (retries >= mostRetries) return { status: answer?.status ?? 0, error: errorOf(text), retries };
    const asked = Number(answer?.headers.get("retry-after") ?? 1);
    await sleep(Math.min(Number.isFinite(asked) ? asked : 1, longestPauseS) * 1_000, null, { signal });
  }
}

async function ask(url: string, token?: string, body?: object): Promise<Response> {
  try {
    return await fetch(url, {
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
  } catch {
    throw new PlainError(
      `No product answers at ${new URL(url).origin}. Start it with npm start, or name it with --url.`,
    );
  }
}

async function bodyOf<T>(answer: Response, what: string): Promise<T> {
  const text = await answer.text();
  if (!answer.ok)
    throw new PlainError(`${what} answered ${answer.status}: ${errorOf(text) ?? text.slice(0, 200)}`);
  return JSON.parse(text) as T;
}

function errorOf(text: string | undefined): string | null {
  try {
    const { error } = JSON.parse(text ?? "") as { error?: unknown };
    return typeof error === "string" ? error : null;
  } catch {
    return null;
  }
}
