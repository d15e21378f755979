"use client";

import Trash2 from "lucide-react/icons/trash-2";
import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { createFormat } from "@/lib/format/format";
import { replyModes } from "@/server/channels/rules";
import type { ReplyPlan } from "@/server/channels/schemas";

type Hours = ReplyPlan["hours"][number];

/** A Monday, for the names of the days. */
const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

/** One line of hours: on which days, from when to when, and how the bot answers then. */
export function ReplyHours(props: {
  hours: Hours;
  disabled: boolean;
  onChange: (hours: Hours) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("channels.replies");
  const names = new Intl.DateTimeFormat(useLocale(), { weekday: "short", timeZone: "UTC" });
  const { hours, disabled } = props;
  const change = (changes: Partial<Hours>) => props.onChange({ ...hours, ...changes });
  const toggle = (day: number) =>
    change({
      days: hours.days.includes(day)
        ? hours.days.filter((other) => other !== day)
        : [...hours.days, day].sort((a, b) => a - b),
    });
  return (
    <fieldset className="flex flex-col gap-3 border-line border-b pb-4 last:border-b-0" disabled={disabled}>
      <legend className="sr-only">{t("line")}</legend>
      <div className="flex flex-wrap gap-1.5">
        {Array.from({ length: 7 }, (_, day) => {
          const isOn = hours.days.includes(day);
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: the days of a week.
              key={day}
              type="button"
              aria-pressed={isOn}
              onClick={() => toggle(day)}
              className={cn(
                "h-8 min-w-11 rounded-md border px-2 text-sm transition-colors max-sm:h-11",
                isOn ? "border-accent bg-accent-soft text-accent-text" : "border-line hover:bg-hover",
              )}
            >
              {names.format(monday + day * dayMs)}
            </button>
          );
        })}
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t("from")} className="w-28">
          <Input
            type="time"
            value={toClock(hours.from)}
            onChange={({ currentTarget }) => change({ from: toMinutes(currentTarget.value) })}
          />
        </Field>
        <Field label={t("to")} className="w-28">
          <Input
            type="time"
            value={toClock(hours.to)}
            onChange={({ currentTarget }) => change({ to: toMinutes(currentTarget.value) })}
          />
        </Field>
        <Field label={t("mode")} className="min-w-40 flex-1">
          <Select
            items={replyModes.map((value) => ({ value, label: t(`modes.${value}`) }))}
            value={hours.mode}
            disabled={disabled}
            onValueChange={(mode) => change({ mode })}
          />
        </Field>
        {!disabled && (
          <IconButton
            label={t("removeHours")}
            icon={<Trash2 aria-hidden size={16} />}
            onClick={props.onRemove}
          />
        )}
      </div>
      {hours.to < hours.from && <p className="text-ink-muted text-sm">{t("overMidnight")}</p>}
    </fieldset>
  );
}

const clock = createFormat("en", "UTC");
const toClock = (minutes: number): string => clock.time(monday + (minutes % 1440) * 60_000);

function toMinutes(value: string): number {
  const [hours = 0, minutes = 0] = value.split(":").map(Number);
  return hours * 60 + minutes;
}
