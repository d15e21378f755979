import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { messageDomains } from "@/lib/i18n/domains";
import { type Locale, locales } from "@/lib/i18n/locales";

type Tree = { [key: string]: string | Tree };
type Texts = Map<string, string>;

const root = join(import.meta.dirname, "../messages");
const domainsOf = (locale: Locale) =>
  readdirSync(join(root, locale))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));

const all = domainsOf("tr");
/** What bots and mails say goes by the language of whom it is for, so it is complete in all four. */
const spoken = all.filter(
  (domain) => domain === "bot" || domain.startsWith("bot-") || domain === "mail-texts",
);
const panel = all.filter((domain) => !spoken.includes(domain));
const translations = locales.filter((locale) => locale !== "tr");

describe("the panel's texts", () => {
  test("every domain is known to lib/i18n/domains.ts", () => {
    expect([...messageDomains].sort()).toEqual(panel.toSorted());
  });

  test.each(panel)("%s is complete in English", (domain) => {
    expect([...read("en", domain).keys()].sort()).toEqual([...read("tr", domain).keys()].sort());
  });

  test("what Russian and Arabic lack is counted", () => {
    const missing = (["ru", "ar"] as const).map((locale) => {
      const lacking = panel.map((domain) => {
        const own = read(locale, domain);
        return [domain, [...read("tr", domain).keys()].filter((key) => !own.has(key)).length] as const;
      });
      const total = lacking.reduce((sum, [, count]) => sum + count, 0);
      const where = lacking.filter(([, count]) => count > 0).map(([domain, count]) => `${domain} ${count}`);
      return `${locale}: ${total} panel texts fall back to English${where.length ? ` (${where.join(", ")})` : ""}`;
    });
    console.info(missing.join("\n"));
    expect(missing).toHaveLength(2);
  });
});

describe("what bots and mails say", () => {
  test.each(spoken.flatMap((domain) => translations.map((locale) => [domain, locale] as const)))(
    "%s is complete in %s",
    (domain, locale) => {
      expect([...read(locale, domain).keys()].sort()).toEqual([...read("tr", domain).keys()].sort());
    },
  );
});

describe.each(locales)("texts in %s", (locale) => {
  test.each(domainsOf(locale))("%s can be read, takes the same values and knows every plural", (domain) => {
    const source = read("tr", domain);
    const faults = [...read(locale, domain)].flatMap(([key, text]) =>
      findFaults(text, source.get(key), locale).map((fault) => `${key}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });
});

describe("a fault", () => {
  test.each([
    ["an unreadable text", "{count, plural, other {#}", "{count}", "tr", "cannot be read"],
    ["a text that the source lacks", "Hello", undefined, "en", "not in Turkish"],
    ["another value", "{nom}", "{name}", "en", "takes nom instead of name"],
    ["a lost tag", "x", "<b>x</b>", "en", "takes nothing instead of <b>"],
    [
      "a missing plural",
      "{n, plural, one {#} other {#}}",
      "{n, plural, one {#} other {#}}",
      "ru",
      "n lacks few, many",
    ],
  ])("%s is found", (_, text, source, locale, fault) => {
    expect(findFaults(text, source, locale as Locale).join()).toContain(fault);
  });
});

function findFaults(text: string, source: string | undefined, locale: Locale): string[] {
  if (text.trim() === "") return ["is empty"];
  if (source === undefined) return ["is not in Turkish, the source"];
  const own = tryParse(text);
  if (!own) return ["cannot be read as ICU"];
  const [mine, theirs] = [valuesOf(own), valuesOf(tryParse(source) ?? [])];
  const faults = findMissingPlurals(own, locale);
  if (mine !== theirs) faults.push(`takes ${mine || "nothing"} instead of ${theirs || "nothing"}`);
  return faults;
}

function tryParse(text: string): MessageFormatElement[] | null {
  try {
    return parse(text, { requiresOtherClause: true });
  } catch {
    return null;
  }
}

/** The names a text takes, tags in brackets; in order of the alphabet, each once. */
function valuesOf(elements: MessageFormatElement[]): string {
  const names = new Set<string>();
  walk(elements, (element) => {
    if (element.type === TYPE.tag) names.add(`<${element.value}>`);
    else if (element.type !== TYPE.literal && element.type !== TYPE.pound) names.add(element.value);
  });
  return [...names].sort().join(", ");
}

function findMissingPlurals(elements: MessageFormatElement[], locale: Locale): string[] {
  const faults: string[] = [];
  walk(elements, (element) => {
    if (element.type !== TYPE.plural) return;
    const wanted = new Intl.PluralRules(locale, { type: element.pluralType ?? "cardinal" });
    const lacking = wanted.resolvedOptions().pluralCategories.filter((one) => !(one in element.options));
    if (lacking.length) faults.push(`${element.value} lacks ${lacking.sort().join(", ")}`);
  });
  return faults;
}

function walk(elements: MessageFormatElement[], visit: (element: MessageFormatElement) => void): void {
  for (const element of elements) {
    visit(element);
    if (element.type === TYPE.tag) walk(element.children, visit);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) walk(option.value, visit);
    }
  }
}

/** The texts of one file by their full key; none when the file is not there. */
function read(locale: Locale, domain: string): Texts {
  if (!domainsOf(locale).includes(domain)) return new Map();
  return flatten(JSON.parse(readFileSync(join(root, locale, `${domain}.json`), "utf8")) as Tree);
}

function flatten(tree: Tree, prefix = ""): Texts {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[`${prefix}${key}`, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}
