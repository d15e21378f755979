import Bowser from "bowser";
import { LRUCache } from "lru-cache";
import { getRuntime } from "./runtime";

/** What a user agent says of itself, as people call it. Absent parts were not told. */
export type Device = { browser?: string; system?: string };

/** More than this is nobody's browser. */
const longestUserAgent = 300;

/** The user agent as it is kept, or undefined where none was sent. */
export const keptUserAgent = (userAgent: string | undefined): string | undefined =>
  userAgent?.slice(0, longestUserAgent) || undefined;

/** Browser and system by their names, for a list of sessions or a mail. */
export function describeDevice(userAgent: string | null | undefined): Device {
  const kept = keptUserAgent(userAgent ?? undefined);
  if (!kept) return {};
  const { browser, os } = Bowser.parse(kept);
  // A program names itself first: `curl/8.5.0`.
  const name = browser.name || /^[\w.-]+/.exec(kept)?.[0];
  return { ...(name && { browser: name }), ...(os.name && { system: os.name }) };
}

/**
 * The kind of browser that a request comes from, such as `chrome/windows`: what stays the same as long as it is the
 * same browser, through its updates and the system's.
 */
export function browserKind(userAgent: string | undefined): string {
  const kept = keptUserAgent(userAgent);
  if (!kept) return "none";
  const kinds = getRuntime().keep("browser-kinds", () => new LRUCache<string, string>({ max: 2_000 }));
  const known = kinds.get(kept);
  if (known) return known;
  const { browser = "unknown", system = "unknown" } = describeDevice(kept);
  const kind = `${browser}/${system}`.toLowerCase();
  kinds.set(kept, kind);
  return kind;
}

/** A telephone that asks for the computer's version of a page says that it is one of these. */
const alsoCalled: Readonly<Record<string, string>> = { ios: "macos", android: "linux" };

/**
 * Whether two kinds may be one browser: the same program on the same system. A telephone may call itself a computer of
 * its maker's (“desktop site”). Pure.
 */
export function isSameBrowser(one: string, other: string): boolean {
  if (one === other) return true;
  const [browser, system = ""] = one.split("/");
  const [otherBrowser, otherSystem = ""] = other.split("/");
  return (
    browser === otherBrowser && (alsoCalled[system] === otherSystem || alsoCalled[otherSystem] === system)
  );
}
