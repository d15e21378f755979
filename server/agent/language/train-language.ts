import { readFileSync } from "node:fs";
import { readKind } from "../intents/train-kind";
import { type LanguageModel, trainLanguageModel } from "./language-model";

/** Trains on the examples of every kind and on short phrases. For tests and scripts: the product loads the packed one. */
export function trainLanguage(): LanguageModel {
  const short = readFileSync(new URL("data/short.tsv", import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"))
    .map(([language, text]) => ({ language, text: text ?? "" }));
  const kinds = (["shop", "creator", "clinic", "desk"] as const).flatMap((kind) => readKind(kind).flat());
  const latin = [...short, ...kinds].flatMap(({ language, text }) =>
    language === "tr" || language === "en" ? [{ language: language as "tr" | "en", text }] : [],
  );
  return trainLanguageModel([...new Map(latin.map((one) => [one.text, one])).values()]);
}
