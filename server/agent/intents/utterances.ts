import { isLocale, type Locale } from "@/lib/i18n/locales";
import { type Intent, isIntent } from "../schemas";
import { mulberry32 } from "./linear-svm";

export type Utterance = { intent: Intent; language: Locale; text: string };

/** Values of a slot by `language:slot`, e.g. `tr:item` → mont, elbise, … */
export type Slots = ReadonlyMap<string, readonly string[]>;

/** Reads `intent<TAB>language<TAB>text` lines. @throws Error naming the first bad line */
export function parseUtterances(tsv: string): Utterance[] {
  return lines(tsv).map(([intent, language, text], index) => {
    if (!intent || !isIntent(intent) || !language || !isLocale(language) || !text) {
      throw new Error(`Line ${index + 1} is not "intent<TAB>language<TAB>text".`);
    }
    return { intent, language, text };
  });
}

/** Reads `language<TAB>slot<TAB>value` lines. @throws Error naming the first bad line */
export function parseSlots(tsv: string): Slots {
  const slots = new Map<string, string[]>();
  for (const [index, [language, slot, value]] of lines(tsv).entries()) {
    if (!language || !slot || !value)
      throw new Error(`Line ${index + 1} is not "language<TAB>slot<TAB>value".`);
    const key = `${language}:${slot}`;
    slots.set(key, [...(slots.get(key) ?? []), value]);
  }
  return slots;
}

/**
 * Fills `{slot}` with a few of its values, so that the classifier learns the sentence and not the one product.
 * Deterministic for a seed.
 *
 * @throws Error when an utterance names a slot without values
 */
export function fillSlots(
  utterances: readonly Utterance[],
  slots: Slots,
  { variants = 3, seed = 11 }: { variants?: number; seed?: number } = {},
): Utterance[][] {
  const random = mulberry32(seed);
  return utterances.map((utterance) => {
    if (!utterance.text.includes("{")) return [utterance];
    const texts = new Set<string>();
    for (let i = 0; i < variants; i++) {
      texts.add(
        utterance.text.replace(/\{(\w+)\}/g, (_, slot: string) => {
          const values = slots.get(`${utterance.language}:${slot}`);
          if (!values)
            throw new Error(`No values for {${slot}} in ${utterance.language}: "${utterance.text}".`);
          return values[Math.floor(random() * values.length)]!;
        }),
      );
    }
    return [...texts].map((text) => ({ ...utterance, text }));
  });
}

function lines(tsv: string): string[][] {
  return tsv
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("\t"));
}
