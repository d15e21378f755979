import { hash } from "node:crypto";
import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { LimitReached } from "./errors";
import { limitPage } from "./limit-page";
import type { Rate } from "./limits";
import { getRuntime } from "./runtime";
import { senderAddress } from "./sender";
import { sessionCookieName } from "./session";

type Rule = {
  name: string;
  isFor: (path: string, method: string) => boolean;
  perSession: Rate;
  perAddress: Rate;
};

const under = (prefix: string) => (path: string) => path.startsWith(prefix);

/**
 * What a browser may ask for, at once and lasting; the first rule that fits counts. Several times what the panel needs,
 * and far below what would keep two cores from everybody else.
 */
const rules: readonly Rule[] = [
  {
    name: "sign-ins",
    isFor: (path, method) =>
      path === "/sandbox/sign-in" ||
      path.startsWith("/api/auth/") ||
      (method === "POST" && /^\/(?:sign-in|sign-up|reset|account)(?:\/|$)/.test(path)),
    perSession: { capacity: 60, perSecond: 1 },
    perAddress: { capacity: 60, perSecond: 1 },
  },
  {
    name: "calls",
    isFor: under("/api/trpc/"),
    perSession: { capacity: 600, perSecond: 100 },
    perAddress: { capacity: 120, perSecond: 20 },
  },
  {
    name: "files",
    isFor: under("/api/files/"),
    perSession: { capacity: 1_200, perSecond: 200 },
    perAddress: { capacity: 60, perSecond: 5 },
  },
  {
    name: "live streams",
    isFor: (path) => path === "/api/live",
    perSession: { capacity: 30, perSecond: 1 },
    perAddress: { capacity: 30, perSecond: 1 },
  },
  {
    name: "pages",
    isFor: () => true,
    perSession: { capacity: 240, perSecond: 20 },
    perAddress: { capacity: 240, perSecond: 20 },
  },
];

/** All that one address may ask for, whatever cookies it makes up; many people may share one. */
const wholeAddress: Rate = { capacity: 3_000, perSecond: 500 };
/** Wrong keys, secrets and tokens of one address. */
const guesses: Rate = { capacity: 30, perSecond: 0.5 };

/**
 * Paths with limits of their own, or none: a webhook's updates must never be refused for their number (the platform
 * would hold a customer's chat back), and its guesses are counted by its core; the local Telegram is a stand-in.
 */
const isExempt = (path: string) =>
  path.startsWith("/api/webhooks/") ||
  path.startsWith("/_next/") ||
  path.startsWith("/fonts/") ||
  path.startsWith("/sandbox/telegram/") ||
  path === "/api/health" ||
  path === "/api/metrics";

/**
 * Stands before every other core: refuses with 429 and Retry-After what is more than a session or an address may ask
 * for, and lets the rest pass. This machine itself is no address that is counted; its sessions are.
 */
export const limitCore: DoorCore = (request) => {
  if (isExempt(request.path)) return null;
  const refusal = findRefusal(request);
  return refusal ? Promise.resolve(refusal) : null;
};

function findRefusal(request: DoorRequest): DoorResponse | null {
  const { limits } = getRuntime();
  const rule = rules.find((one) => one.isFor(request.path, request.method))!;
  const address = senderAddress(request);
  const session = sessionOf(request);
  try {
    if (address !== null) limits.take("address", address, wholeAddress);
    if (session) limits.take(`session ${rule.name}`, session, rule.perSession);
    else if (address !== null) limits.take(`address ${rule.name}`, address, rule.perAddress);
    return null;
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return refuse(request, rule.name, error);
  }
}

/** A sign-in cookie stands for its session, by a hash: what is held in memory signs nobody in. */
function sessionOf(request: DoorRequest): string | null {
  const cookies = request.header("cookie");
  const at = cookies?.indexOf(`${sessionCookieName()}=`) ?? -1;
  if (!cookies || at < 0) return null;
  return hash("sha256", cookies.slice(at).split(";", 1)[0]!, "base64url").slice(0, 22);
}

/**
 * Counts a wrong key, secret or token. Null while its sender may go on guessing; the refusal, when it has guessed too
 * often. What is right never comes here, so nobody is kept from it.
 */
export function countGuess(request: DoorRequest, what: string): DoorResponse | null {
  const address = senderAddress(request);
  if (address === null) return null;
  try {
    getRuntime().limits.take(`guesses ${what}`, address, guesses);
    return null;
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return refuse(request, `guesses ${what}`, error);
  }
}

/** Whether this sender has guessed so often that nothing is looked up for it any more: the refusal, or null. */
export function refuseGuesser(request: DoorRequest, what: string): DoorResponse | null {
  const address = senderAddress(request);
  if (address === null) return null;
  const waitS = getRuntime().limits.waitS(`guesses ${what}`, address, guesses);
  return waitS === 0 ? null : refuse(request, `guesses ${what}`, new LimitReached(`guesses ${what}`, waitS));
}

/** The same around a core that is not ours: what it refused under `prefix` as 401 or 403 was a guess. */
export function countingGuesses(what: string, prefix: string, core: DoorCore): DoorCore {
  return (request) => {
    const answer = core(request);
    if (!answer || !request.path.startsWith(prefix)) return answer;
    return answer.then((response) =>
      response.status === 401 || response.status === 403 ? (countGuess(request, what) ?? response) : response,
    );
  };
}

function refuse(request: DoorRequest, what: string, { message, data, code }: LimitReached): DoorResponse {
  const retryAfterS = Math.max(1, Number(data.retryAfterS));
  getRuntime().metrics.refused.inc({ limit: what });
  const headers = { "retry-after": String(retryAfterS), "cache-control": "no-store" };
  if (request.path.startsWith("/api/trpc/")) {
    // As a procedure would have answered; a client of a batch gives it to each of its calls.
    const detail = { limit: what, retryAfterS };
    const error = { message, code: -32_029, data: { code, httpStatus: 429, path: null, detail } };
    return json(429, { error }, headers);
  }
  if (request.header("accept")?.includes("text/html")) return limitPage(request, retryAfterS, headers);
  return json(429, { error: { code, message, retryAfterS } }, headers);
}
