"use client";

import { useLocale, useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import { intlTags, isLocale } from "@/lib/i18n/locales";
import { offeredMinutes, serviceClocks } from "@/server/service-levels/rules";
import type { ClockTargets } from "@/server/service-levels/schemas";

const none = "none";

/** Targets of several things, a row each and a column a clock; an empty cell goes by what stands above it. */
export function TargetFields(props: {
  rows: readonly { key: string; label: string; targets: ClockTargets }[];
  /** What an empty cell means: no target at all, or the same as usual. */
  empty: "none" | "inherit";
  disabled: boolean;
  onChange: (key: string, targets: ClockTargets) => void;
}) {
  const t = useTranslations("settings.levels");
  const locale = useLocale();
  // Never in days: a day of the calendar holds fewer business hours.
  const tell = (minutes: number) =>
    new Intl.NumberFormat(isLocale(locale) ? intlTags[locale] : locale, {
      style: "unit",
      unit: minutes < 60 ? "minute" : "hour",
      maximumFractionDigits: 1,
    }).format(minutes < 60 ? minutes : minutes / 60);
  return (
    <div className="divide-y divide-line border-line border-t">
      <div
        aria-hidden
        className="grid grid-cols-[minmax(0,1fr)_repeat(3,minmax(0,8.5rem))] gap-2 px-4 py-2 text-ink-muted text-sm max-sm:hidden"
      >
        <span />
        {serviceClocks.map((clock) => (
          <span key={clock}>{t(clock)}</span>
        ))}
      </div>
      {props.rows.map(({ key, label, targets }) => (
        <fieldset
          key={key}
          className="grid grid-cols-[minmax(0,1fr)_repeat(3,minmax(0,8.5rem))] items-center gap-2 px-4 py-2 max-sm:grid-cols-1"
        >
          <legend className="contents">
            <bdi className="truncate font-medium">{label}</bdi>
          </legend>
          {serviceClocks.map((clock) => {
            const value = targets[clock];
            const offered = offeredMinutes.some((minutes) => minutes === value) || value === undefined;
            const choices = offered ? offeredMinutes : [...offeredMinutes, value].sort((a, b) => a - b);
            const { [clock]: _, ...others } = targets;
            return (
              <div key={clock} className="flex min-w-0 items-center gap-2">
                <span aria-hidden className="w-28 shrink-0 text-ink-muted text-sm sm:hidden">
                  {t(clock)}
                </span>
                <Select
                  className="w-full min-w-0 flex-1"
                  label={t("cell", { row: label, clock: t(clock) })}
                  disabled={props.disabled}
                  items={[
                    { value: none, label: t(props.empty) },
                    ...choices.map((minutes) => ({ value: String(minutes), label: tell(minutes) })),
                  ]}
                  value={value === undefined ? none : String(value)}
                  onValueChange={(chosen) =>
                    props.onChange(key, chosen === none ? others : { ...others, [clock]: Number(chosen) })
                  }
                />
              </div>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
