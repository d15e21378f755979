import type { useTranslations } from "next-intl";
import type { Tone } from "@/components/ui/badge";
import type texts from "@/messages/tr/imports.json";
import type { ImportRowOutcome } from "@/server/imports/rules";
import type { RowProblem } from "@/server/imports/schemas";

export type ImportTexts = ReturnType<typeof useTranslations<"imports">>;

type ColumnName = keyof typeof texts.columns;
type ProblemCode = keyof typeof texts.problems;

/** A column of the product in the reader's words. */
export const columnLabel = (t: ImportTexts, name: string): string =>
  t.has(`columns.${name as ColumnName}`) ? t(`columns.${name as ColumnName}`) : name;

/** Why a row was refused, or what was left out, and what to do. */
export function problemLabel(t: ImportTexts, { code, column, value, row }: RowProblem): string {
  const key = `problems.${code as ProblemCode}` as const;
  if (!t.has(key)) return code;
  return t(key, { column: column ? columnLabel(t, column) : "", value: value ?? "", row: row ?? 0 });
}

/** A column of the file: its heading, or its letter as spreadsheets count. */
export function fileColumnLabel(t: ImportTexts, heading: readonly string[], index: number): string {
  return heading[index] || t("mapping.untitled", { letter: letters(index) });
}

const letters = (index: number): string =>
  (index >= 26 ? letters(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

export const outcomeTones: Record<ImportRowOutcome, Tone> = {
  created: "success",
  updated: "accent",
  unchanged: "neutral",
  refused: "warn",
};
