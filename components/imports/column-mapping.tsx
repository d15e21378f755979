"use client";

import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { useFormat } from "@/lib/format/use-format";
import type { Import } from "@/server/imports/schemas";
import { columnLabel, fileColumnLabel } from "./labels";

export type ColumnChoice = Record<string, number | null>;

/** Which of the product's columns stands where in the file, as guessed, with what stands below; to be corrected. */
export function ColumnMapping(props: {
  current: Import;
  choice: ColumnChoice;
  onChoice: (choice: ColumnChoice) => void;
  onSheet: (sheet: string) => void;
}) {
  const t = useTranslations("imports");
  const format = useFormat();
  const { current, choice } = props;
  const { heading, sample } = current;
  const width = Math.max(heading.length, ...sample.map((cells) => cells.length));
  const columns = Array.from({ length: width }, (_, index) => ({
    value: String(index),
    label: fileColumnLabel(t, heading, index),
  }));
  const missing = missingColumns(current, choice);
  return (
    <div className="flex flex-col gap-4">
      {current.importedBeforeAt && (
        <Notice tone="warn" title={t("twin.title")}>
          {t("twin.text", { when: format.dateTime(current.importedBeforeAt) })}
        </Notice>
      )}
      <div className="flex flex-col gap-1">
        <h3 className="font-medium">{t("mapping.title")}</h3>
        <p className="text-ink-muted text-sm">{t("mapping.hint")}</p>
        <p className="text-ink-faint text-sm">
          <FormatText current={current} />
        </p>
        {heading.every((title) => title === "") && (
          <p className="text-ink-faint text-sm">{t("mapping.noHeading")}</p>
        )}
      </div>
      {current.format.kind === "xlsx" && current.format.sheets.length > 1 && (
        <Select
          label={t("mapping.sheet")}
          value={current.format.sheet}
          onValueChange={props.onSheet}
          items={current.format.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
          className="w-full sm:w-64"
        />
      )}
      {missing.length > 0 && (
        <Notice tone="warn">
          {t("mapping.missing", { columns: missing.map((name) => columnLabel(t, name)).join(", ") })}
        </Notice>
      )}
      <ul className="flex flex-col">
        {current.columns.map(({ name, isRequired, label: ownLabel }) => {
          const place = choice[name] ?? null;
          const label = ownLabel ?? columnLabel(t, name);
          return (
            <li
              key={name}
              className="grid grid-cols-1 items-center gap-x-3 gap-y-1 border-line border-b py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_minmax(0,1.2fr)]"
            >
              <span className="min-w-0 text-sm">
                {label}
                {isRequired && <span className="text-ink-faint"> · {t("mapping.required")}</span>}
              </span>
              <Select
                label={`${label}: ${t("mapping.theirs")}`}
                value={place === null ? "none" : String(place)}
                onValueChange={(value) =>
                  props.onChoice({ ...choice, [name]: value === "none" ? null : Number(value) })
                }
                items={[{ value: "none", label: t("mapping.none") }, ...columns]}
                className="w-full"
              />
              <span className="truncate text-ink-muted text-sm" title={t("mapping.sample")}>
                <bdi>{place === null ? "" : samplesOf(sample, place)}</bdi>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** How the file was understood: its kind, encoding and separator. */
function FormatText({ current: { format } }: { current: Import }) {
  const t = useTranslations("imports");
  if (format.kind === "xlsx") return t("mapping.xlsx", { sheet: format.sheet });
  const delimiter = format.delimiter === "\t" ? t("mapping.tab") : format.delimiter;
  return t("mapping.csv", { encoding: format.encoding.toUpperCase(), delimiter });
}

/** Columns without which no row can be stored, and which stand nowhere in the file. */
export const missingColumns = (current: Import, choice: ColumnChoice): string[] =>
  current.columns.flatMap(({ name, isRequired }) =>
    isRequired && (choice[name] ?? null) === null ? [name] : [],
  );

/** The first values of a column, different ones. */
const samplesOf = (sample: readonly (readonly string[])[], place: number): string =>
  [...new Set(sample.map((cells) => cells[place] ?? "").filter((value) => value !== ""))]
    .slice(0, 3)
    .join(" · ");
