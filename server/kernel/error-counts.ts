import type { Clock } from "./clock";
import { hideSecrets } from "./logger";

/** Errors of one kind: the same log line about the same kind of failure. */
export type ErrorKindCount = {
  /** The log line's own words. */
  message: string;
  /** The class of the innermost cause and its code, as in `PostgresError 23505`; null for a line without an error. */
  cause: string | null;
  /** Within the last 24 hours. */
  count: number;
  firstAt: Date;
  lastAt: Date;
  /** What the last one said, without what might be of a person. */
  sample: string | null;
};

type Entry = Omit<ErrorKindCount, "count"> & { hours: Map<number, number> };

const hourMs = 3_600_000;
const keptHours = 24;
/** Kinds, not errors: one more pushes out the one that has been quiet longest. */
const maxKinds = 200;
const maxSample = 240;

/** The errors that this process has logged, by kind, over 24 hours; in memory and bounded. */
export class ErrorCounts {
  readonly #kinds = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /** Counts one line of the log at level error or above. */
  note(message: string, error: unknown): void {
    const now = this.clock.now();
    const innermost = innermostOf(error);
    const cause = causeName(innermost);
    const key = `${message} ${cause ?? ""}`;
    const entry = this.#kinds.get(key) ?? { message, cause, firstAt: now, hours: new Map<number, number>() };
    const hour = Math.floor(now.getTime() / hourMs);
    entry.hours.set(hour, (entry.hours.get(hour) ?? 0) + 1);
    for (const kept of entry.hours.keys()) if (kept <= hour - keptHours) entry.hours.delete(kept);
    // Put back at the end: the map is in the order of the last error of each kind.
    this.#kinds.delete(key);
    this.#kinds.set(key, { ...entry, lastAt: now, sample: sampleOf(innermost) } as Entry);
    if (this.#kinds.size > maxKinds) this.#kinds.delete(this.#kinds.keys().next().value as string);
  }

  /** The kinds of the last 24 hours, the newest first. */
  list(): ErrorKindCount[] {
    const hour = Math.floor(this.clock.now().getTime() / hourMs);
    return [...this.#kinds.values()]
      .map(({ hours, ...entry }) => ({
        ...entry,
        count: [...hours].reduce((sum, [at, count]) => (at > hour - keptHours ? sum + count : sum), 0),
      }))
      .filter(({ count }) => count > 0)
      .reverse();
  }
}

function innermostOf(error: unknown): unknown {
  let current = error;
  for (let depth = 0; depth < 10 && current instanceof Error && current.cause !== undefined; depth += 1)
    current = current.cause;
  return current;
}

function causeName(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const code: unknown = Reflect.get(error, "code");
  const isCode = (typeof code === "string" && /^[\w-]{1,40}$/.test(code)) || typeof code === "number";
  return isCode ? `${error.name} ${code}` : error.name;
}

/** The words of an error without addresses, links, numbers and quoted values: names of tables and columns may stay. */
function sampleOf(error: unknown): string | null {
  if (error === undefined || error === null) return null;
  const said = error instanceof Error ? (error.message.split("\nparams:")[0] ?? "") : String(error);
  return hideSecrets(said)
    .replace(/(["'`«“])([^"'`»”]*)(["'`»”])/g, (_whole, open: string, within: string, close: string) =>
      /^[a-z]+(?:_[a-z]+)+$/.test(within) ? `${open}${within}${close}` : `${open}…${close}`,
    )
    .replace(/\d{4,}/g, "…")
    .replace(/\s+/g, " ")
    .slice(0, maxSample);
}
