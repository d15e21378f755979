/** Pure decisions about signing in; the browser may use them. */

export const attemptsAllowed = 5;
/**
 * From where many people may come by one address: this very machine and private networks, which is also what everybody
 * is behind a proxy that does not tell whom it forwards for. One of them must not lock out all the others.
 */
export const sharedAttemptsAllowed = 50;
export const lockMinutes = 15;

const minuteMs = 60_000;

/** How long a link by mail is good. */
export const linkMinutes = { "sign-up": 60, "sign-in": 15, reset: 30, address: 60 } as const;

/** An address as it is compared and kept: nobody has two that differ in nothing but capitals. */
export const normaliseAddress = (given: string): string => given.trim().normalize("NFKC").toLowerCase();

/**
 * Until when signing in is closed, from the newest wrong attempts (newest first), or null. As many as are allowed within
 * a quarter of an hour close it for a quarter of an hour from the last of them on.
 */
export function lockedUntil(failures: readonly Date[], now: Date, allowed = attemptsAllowed): Date | null {
  const last = failures[0];
  const first = failures[allowed - 1];
  if (!last || !first || last.getTime() - first.getTime() > lockMinutes * minuteMs) return null;
  const until = new Date(last.getTime() + lockMinutes * minuteMs);
  return until > now ? until : null;
}

const ownOrigin = "http://own.invalid";
/** Addresses that answer with no page of a person's. */
const notPages = /^\/(?:api|sandbox|_next|dev)(?:\/|$)/;

/** Where to go on after signing in: a path of ours, as it was given, or null for anything else. */
export function ownPath(given: unknown): string | null {
  if (typeof given !== "string" || !given.startsWith("/") || given.length > 500) return null;
  if (!URL.canParse(given, ownOrigin)) return null;
  // Read as a browser reads it: `//elsewhere`, `/\elsewhere` and a tab in between lead away.
  const { origin, pathname, search, hash } = new URL(given, ownOrigin);
  return origin === ownOrigin && !notPages.test(pathname) ? pathname + search + hash : null;
}

export type Methods = {
  hasAddress: boolean;
  hasPassword: boolean;
  providers: readonly string[];
};

export type Method = "address" | "password" | "telegram" | "google" | "microsoft";

/** Whether a person can still sign in once a method is gone. A password is of use with an address only. */
export function canUnlink(methods: Methods, method: Method): boolean {
  if (method === "password")
    return methods.hasPassword && (methods.hasAddress || methods.providers.length > 0);
  if (method === "address") return methods.hasAddress && methods.providers.length > 0;
  const others = methods.providers.filter((provider) => provider !== method);
  return others.length < methods.providers.length && (others.length > 0 || methods.hasAddress);
}
