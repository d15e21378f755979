import { foldText } from "@/lib/text/fold";
import type { Labelled } from "./train-intents";

/** A file of examples that cannot be read as such; the sentence is for whoever wrote it. */
export class UnreadableExamples extends Error {
  /** The sentence is enough where it is printed. */
  readonly isPlain = true;
}

/**
 * Reads `label<TAB>text` lines as any program writes them: byte order mark, CRLF and empty lines are nothing. More
 * tabs belong to the text.
 *
 * @param name the file's name, for the sentence of an error
 * @throws UnreadableExamples naming the first line that is not one, or the file when it has none
 */
export function parseLabelled(file: string, name: string): Labelled[] {
  const examples: Labelled[] = [];
  for (const [index, line] of file
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (line.trim() === "") continue;
    const tab = line.indexOf("\t");
    const intent = tab < 0 ? "" : line.slice(0, tab).trim();
    const text = tab < 0 ? "" : line.slice(tab + 1).trim();
    if (!intent || !text) {
      throw new UnreadableExamples(`${name}, line ${index + 1}: expected a label, a tab and a text.`);
    }
    examples.push({ intent, text });
  }
  if (examples.length === 0) throw new UnreadableExamples(`${name} has no examples.`);
  return examples;
}

/** Lines of text without labels. @throws UnreadableExamples when there are none */
export function parseTexts(file: string, name: string): string[] {
  const texts = file
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (texts.length === 0) throw new UnreadableExamples(`${name} has no lines.`);
  return texts;
}

/** @throws UnreadableExamples naming the labels that the training does not know */
export function requireKnownLabels(
  examples: readonly Labelled[],
  known: ReadonlySet<string>,
  name: string,
): void {
  const strange = new Map<string, number>();
  for (const { intent } of examples)
    if (!known.has(intent)) strange.set(intent, (strange.get(intent) ?? 0) + 1);
  if (strange.size === 0) return;
  const named = [...strange].slice(0, 10).map(([label, lines]) => `"${label}" (${lines} lines)`);
  const more = strange.size > 10 ? `, and ${strange.size - 10} more` : "";
  throw new UnreadableExamples(`${name} has labels that the training has not: ${named.join(", ")}${more}.`);
}

/** Examples that must not be torn between training and holding out: the same text twice, however it is written. */
export function groupEqualTexts(examples: readonly Labelled[]): Labelled[][] {
  const groups = new Map<string, Labelled[]>();
  for (const example of examples) {
    const key = foldText(example.text);
    const group = groups.get(key);
    if (group) group.push(example);
    else groups.set(key, [example]);
  }
  return [...groups.values()];
}
