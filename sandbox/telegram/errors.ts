import type { ApiParameters } from "./records";

/** What a refused Bot API call is answered with, in the real server's shape. */
export class BotApiError extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: ApiParameters,
  ) {
    super(description);
  }
}

/** A 400 with the real server's prefix. */
export function badRequest(reason: string): BotApiError {
  return new BotApiError(400, `Bad Request: ${reason}`);
}

/** A 403 with the real server's prefix. */
export function forbidden(reason: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${reason}`);
}

/** A 429 that names the seconds to wait (at least one). */
export function tooManyRequests(retryAfterS: number): BotApiError {
  return new BotApiError(429, `Too Many Requests: retry after ${retryAfterS}`, { retry_after: retryAfterS });
}

/** What a second `getUpdates` beside the first is told. */
export const pollConflict =
  "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";

/** A control call that cannot be done; `message` says what to do instead. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
