"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useWorkspace } from "@/components/trpc";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";

type Quiet = { from: number; to: number };

const usual: Quiet = { from: 22 * 60, to: 8 * 60 };
const toTime = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The hours in which nothing rings; they may pass midnight. */
export function QuietHours({
  quiet,
  onChange,
}: {
  quiet: Quiet | null;
  onChange: (quiet: Quiet | null) => void;
}) {
  const t = useTranslations("settings.notifications.quiet");
  const { timeZone } = useWorkspace();
  return (
    <div className="flex flex-col gap-2">
      <Switch
        label={t("title")}
        hint={t("hint", { zone: timeZone.replaceAll("_", " ") })}
        checked={quiet !== null}
        onCheckedChange={(isOn) => onChange(isOn ? usual : null)}
      />
      {quiet && (
        <div className="flex flex-wrap gap-3">
          {(["from", "to"] as const).map((edge) => (
            <TimeField
              key={edge}
              label={t(edge)}
              minute={quiet[edge]}
              onChange={(minute) => {
                const next = { ...quiet, [edge]: minute };
                if (next.from !== next.to) onChange(next);
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function TimeField(props: { label: string; minute: number; onChange: (minute: number) => void }) {
  const id = useId();
  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id} className="text-ink-muted text-sm">
        {props.label}
      </label>
      <Input
        id={id}
        key={props.minute}
        type="time"
        dir="ltr"
        className="w-32"
        defaultValue={toTime(props.minute)}
        onBlur={(event) => {
          const [hours, minutes] = event.currentTarget.value.split(":").map(Number);
          if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return;
          const minute = hours * 60 + minutes;
          if (minute !== props.minute) props.onChange(minute);
        }}
      />
    </span>
  );
}
