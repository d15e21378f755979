import { BotApiError, badRequest, pollConflict, tooManyRequests } from "./errors";
import type { Fault, FaultKind } from "./records";
import type { Store } from "./store";

/** Faults that strike a call, as opposed to a delivery. */
const callFaults: ReadonlySet<FaultKind> = new Set([
  "429",
  "400",
  "401",
  "403",
  "409",
  "5xx",
  "timeout",
  "timeout_after",
  "cut",
]);
const usualRetryAfterS = 3;

/** The planted fault that a call of this bot runs into, if any; planted first, struck first. */
export function findCallFault(store: Store, bot: string, method: string): Fault | undefined {
  return findFault(store, bot, (fault) => callFaults.has(fault.kind) && matchesMethod(fault, method));
}

/** The planted fault of this kind that a delivery to this bot runs into, if any. */
export function findDeliveryFault(
  store: Store,
  bot: string,
  kind: "duplicate" | "reorder",
): Fault | undefined {
  return findFault(store, bot, (fault) => fault.kind === kind);
}

/** The refusal a fault stands for; null for those that accept the call and then misbehave. */
export function refusalOf(fault: Fault): BotApiError | null {
  switch (fault.kind) {
    case "429":
      return tooManyRequests(fault.retryAfter ?? usualRetryAfterS);
    case "400":
      return badRequest("planted by a fault of the local Telegram");
    case "401":
      return new BotApiError(401, "Unauthorized");
    case "409":
      return new BotApiError(409, pollConflict);
    case "403":
      return new BotApiError(403, "Forbidden: bot was blocked by the user");
    case "5xx":
      return new BotApiError(502, "Bad Gateway");
    default:
      return null;
  }
}

function findFault(store: Store, bot: string, matches: (fault: Fault) => boolean): Fault | undefined {
  for (const fault of store.state.faults.values()) {
    if (fault.bot !== undefined && fault.bot.toLowerCase() !== bot.toLowerCase()) continue;
    if (matches(fault)) return fault;
  }
  return undefined;
}

function matchesMethod(fault: Fault, method: string): boolean {
  return fault.method === undefined || fault.method.toLowerCase() === method.toLowerCase();
}
