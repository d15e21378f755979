import { readFileSync } from "node:fs";
import { PlainError } from "../../lib/plain-error.ts";

export type Squad = {
  /** Each once, in the order of the file. */
  passages: string[];
  /** A question and the number of its passage. */
  questions: { text: string; passage: number }[];
};

/**
 * Reads a file of SQuAD's shape: `data[].paragraphs[].{ context, qas[].question }`. Everything else in it is passed over.
 *
 * @throws PlainError it cannot be read, has another shape, or holds no question
 */
export function readSquad(file: string): Squad {
  const numbers = new Map<string, number>();
  const questions: Squad["questions"] = [];
  for (const [a, article] of asList(parse(file), "data", file).entries()) {
    for (const [p, paragraph] of asList(article, "paragraphs", `data[${a}]`).entries()) {
      const at = `data[${a}].paragraphs[${p}]`;
      const context = asText(paragraph, "context", at);
      const passage = numbers.get(context) ?? numbers.size;
      numbers.set(context, passage);
      for (const [q, qa] of asList(paragraph, "qas", at).entries()) {
        questions.push({ text: asText(qa, "question", `${at}.qas[${q}]`), passage });
      }
    }
  }
  if (questions.length === 0) throw new PlainError(`${file} holds no question.`);
  return { passages: [...numbers.keys()], questions };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    throw new PlainError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function asList(value: unknown, key: string, at: string): unknown[] {
  const list = valueAt(value, key);
  if (!Array.isArray(list)) throw new PlainError(`${at} has no list "${key}".`);
  return list;
}

function asText(value: unknown, key: string, at: string): string {
  const text = valueAt(value, key);
  if (typeof text !== "string" || text.trim() === "") throw new PlainError(`${at} has no text "${key}".`);
  return text;
}

const valueAt = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
