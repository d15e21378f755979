"use client";

import { useLocale, useTranslations } from "next-intl";
import { HeatGrid } from "@/components/charts/heat-grid";
import { RankedTable } from "@/components/charts/ranked-table";
import { useFormat } from "@/lib/format/use-format";
import { intlTags, isLocale } from "@/lib/i18n/locales";
import type { FigureReport } from "@/server/insight/schemas";
import { FigureClocks } from "./figure-clocks";
import type { OpenedRows } from "./figure-rows";
import { FigureSatisfaction } from "./figure-satisfaction";

type Props = {
  report: FigureReport | undefined;
  fileOf: (name: string) => string;
  onOpen: (rows: OpenedRows) => void;
};

/** What customers wanted, when they wrote and in which language, and who of the team answered. */
export function FigureBreakdowns(props: Props) {
  return (
    <div className="grid items-start gap-3 lg:grid-cols-2 lg:gap-4">
      <Intents {...props} />
      <Heat {...props} />
      <Languages {...props} />
      <Members {...props} />
      <FigureClocks {...props} />
      <FigureSatisfaction {...props} />
    </div>
  );
}

function Intents({ report, fileOf, onOpen }: Props) {
  const t = useTranslations("insight");
  const tellIntent = useTellIntent();
  return (
    <RankedTable
      title={t("intents.title")}
      hint={t("intents.hint")}
      rowLabel={t("intents.intent")}
      columns={[
        { key: "asked", label: t("intents.asked") },
        { key: "resolved", label: t("intents.resolved") },
        { key: "handedOff", label: t("intents.handedOff") },
        { key: "corrected", label: t("intents.corrected") },
      ]}
      rows={(report?.intents ?? []).map(({ intent, name, ...values }) => ({
        key: intent,
        label: tellIntent(intent, name),
        values,
      }))}
      loading={!report}
      fileName={fileOf(t("intents.file"))}
      onOpen={({ key, label }) => onOpen({ figure: "intent", key, label })}
      openLabel={({ label }) => t("rows.open", { figure: label })}
    />
  );
}

/** How an intent is called: an own one by its name, another as the agent's page calls it. */
export function useTellIntent() {
  const t = useTranslations("agent");
  return (intent: string, name: string | null): string => {
    if (name) return name;
    const key = `intents.${intent}` as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : intent;
  };
}

function Heat({ report, fileOf, onOpen }: Props) {
  const t = useTranslations("insight");
  const format = useFormat();
  const weekdays = useWeekdays();
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  return (
    <HeatGrid
      title={t("heat.title")}
      hint={t("heat.hint")}
      loading={!report}
      rowLabel={t("heat.weekday")}
      rows={weekdays}
      columns={hours}
      isNamed={(hour) => hour % 6 === 0}
      values={report?.heat ?? []}
      formatValue={(messages) => format.number(messages)}
      fileName={fileOf(t("heat.file"))}
      onOpen={({ row, column }) =>
        onOpen({
          figure: "weekHour",
          key: `${row}-${column}`,
          label: `${weekdays[row]}, ${hours[column]}.00`,
        })
      }
    />
  );
}

/** Monday first, in short. */
function useWeekdays(): string[] {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(isLocale(locale) ? intlTags[locale] : locale, {
    weekday: "short",
    timeZone: "UTC",
  });
  // The first of January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}

function Languages({ report, fileOf, onOpen }: Props) {
  const t = useTranslations("insight");
  const locale = useLocale();
  const names = new Intl.DisplayNames(isLocale(locale) ? intlTags[locale] : locale, { type: "language" });
  return (
    <RankedTable
      title={t("languages.title")}
      hint={t("languages.hint")}
      rowLabel={t("languages.language")}
      columns={[{ key: "turns", label: t("languages.turns") }]}
      rows={(report?.languages ?? []).map(({ language, turns }) => ({
        key: language,
        label: names.of(language) ?? language,
        values: { turns },
      }))}
      colour={5}
      loading={!report}
      fileName={fileOf(t("languages.file"))}
      onOpen={({ key, label }) => onOpen({ figure: "language", key, label })}
      openLabel={({ label }) => t("rows.open", { figure: label })}
    />
  );
}

function Members({ report, fileOf, onOpen }: Props) {
  const t = useTranslations("insight");
  return (
    <RankedTable
      title={t("members.title")}
      hint={t("members.hint")}
      rowLabel={t("members.member")}
      columns={[
        { key: "replies", label: t("members.replies") },
        { key: "closed", label: t("members.closed") },
      ]}
      rows={(report?.members ?? []).map(({ memberId, name, ...values }) => ({
        key: memberId,
        label: name,
        values,
      }))}
      colour={3}
      loading={!report}
      fileName={fileOf(t("members.file"))}
      onOpen={({ key, label }) => onOpen({ figure: "member", key, label })}
      openLabel={({ label }) => t("rows.open", { figure: label })}
    />
  );
}
