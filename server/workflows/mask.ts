import type { SerialisedError } from "./embedded/protocol";

/** What stands in place of a value that is not shown. */
export const cover = "•••";

/** Nobody is shown these, whatever their role. */
const secretKey = /token|secret|passw|authorization|cookie|api_?key|signature|credential/i;

/** Strings that say nothing about anybody: ids, moments, days. */
const plainStrings: readonly RegExp[] = [
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^[a-z]{3}_[0-9a-f]{32}$/,
  /^\d{4}-\d{2}-\d{2}(?:T[\d:.]{5,12}(?:Z|[+-]\d{2}:\d{2})?)?$/,
];
/** Under these keys stand codes of ours; anywhere else a word may be somebody's name. */
const codeKeys: ReadonlySet<string> = new Set(
  "kind type state status code reason purpose action language locale currency cron version function_id chain".split(
    " ",
  ),
);
const code = /^[A-Za-z][\w./:-]{0,63}$/;
/** As long as a telephone's or a chat's; counts and amounts of a shop are shorter. */
const longNumber = 1_000_000;
const plainKey = /^[A-Za-z_$][\w$-]{0,63}$/;

/** Covers and counts; with `hidesPersonal` off it covers secrets alone. */
export class Mask {
  #covered = 0;

  constructor(private readonly hidesPersonal: boolean) {}

  get hasCovered(): boolean {
    return this.#covered > 0;
  }

  /**
   * A value of a payload or a result. What is shown is on a list, so that a field nobody thought of is covered: ids,
   * moments, codes under keys that hold codes, yes and no, and short numbers.
   */
  value(value: unknown, key = ""): unknown {
    if (secretKey.test(key) && value !== null) return cover;
    if (Array.isArray(value)) return value.map((each) => this.value(each, key));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([name, each], nth) => [this.#key(name, nth), this.value(each, name)]),
      );
    }
    return this.#isPlain(value, key) ? value : this.#cover();
  }

  error({ name, message, stack }: SerialisedError): { name: string; message: string; stack: string | null } {
    return {
      name: code.test(name) ? name : this.text(name),
      message: this.text(message),
      stack: this.hidesPersonal ? null : (stack ?? null),
    };
  }

  /**
   * A sentence of a program, in English: what is quoted, written with other letters, in capitals like a name, an address
   * or a long number is covered.
   */
  text(text: string): string {
    if (!this.hidesPersonal) return text;
    const covered = sentenceCovers.reduce(
      (rest, [pattern, replace]) => rest.replace(pattern, replace),
      text.slice(0, longestText),
    );
    if (covered !== text) this.#covered += 1;
    return covered;
  }

  #isPlain(value: unknown, key: string): boolean {
    if (!this.hidesPersonal || value === null || typeof value === "boolean") return true;
    if (typeof value === "number") return Math.abs(value) < longNumber;
    if (typeof value !== "string") return false;
    return (
      value === "" ||
      plainStrings.some((plain) => plain.test(value)) ||
      (codeKeys.has(key) && code.test(value))
    );
  }

  /** A map by telephone or address has what is personal in its keys. */
  #key(name: string, nth: number): string {
    if (!this.hidesPersonal || plainKey.test(name) || plainStrings.some((plain) => plain.test(name)))
      return name;
    return `${this.#cover()} ${nth + 1}`;
  }

  #cover(): string {
    this.#covered += 1;
    return cover;
  }
}

const longestText = 2_000;

const sentenceCovers: readonly [RegExp, string][] = [
  [/"[^"]*"|“[^”]*”|«[^»]*»|‘[^’]*’|(?<![\p{L}])'[^']*'(?![\p{L}])/gu, cover],
  [/[^\s@]+@[^\s@]+/g, cover],
  [/\b[a-z]+:\/\/\S+/gi, cover],
  [/[+(]?\d[\d\s().-]{4,}\d/g, cover],
  // Words with letters beyond ASCII are no part of our programs' sentences.
  [/[\w'’-]*[^\P{L}A-Za-z][\p{L}\p{M}\w'’-]*/gu, cover],
  // Two words in capitals side by side; a single one unless it begins a sentence.
  [/\b[A-Z][a-z'’]+(?:\s+[A-Z][a-z'’]+)+/g, cover],
  [/(?<=[a-z0-9,;•]\s)[A-Z][a-z]+\b/g, cover],
];
