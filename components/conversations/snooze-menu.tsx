"use client";

import AlarmClock from "lucide-react/icons/alarm-clock";
import { useTranslations } from "next-intl";
import { type ReactElement, useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { useFormat } from "@/lib/format/use-format";
import { readLocalMoment, snoozePresets, toSnoozeEnd, writeLocalMoment } from "./snooze-times";

/** Until when: three moments that are asked for most, and any other. Times are the workspace's. */
export function SnoozeMenu(props: {
  trigger: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  snoozedUntil: string | null;
  /** Null wakes it now. */
  onChoose: (until: string | null) => void;
}) {
  const t = useTranslations("conversations.snooze");
  return (
    <Popover
      trigger={props.trigger}
      title={t("title")}
      align="end"
      open={props.open}
      onOpenChange={props.onOpenChange}
      className="w-84 p-3"
    >
      {props.open && (
        <Choices
          snoozedUntil={props.snoozedUntil}
          onChoose={(until) => {
            props.onOpenChange(false);
            props.onChoose(until);
          }}
        />
      )}
    </Popover>
  );
}

function Choices(props: { snoozedUntil: string | null; onChoose: (until: string | null) => void }) {
  const t = useTranslations("conversations.snooze");
  const format = useFormat();
  const { timeZone } = useWorkspace();
  // Of the moment when it was opened: a list that moves under the pointer is pressed wrongly.
  const [now] = useState(() => new Date());
  const [typed, setTyped] = useState("");
  const own = readLocalMoment(typed, timeZone);
  const isInTime = own !== null && own > now;
  return (
    <div className="flex flex-col gap-1">
      {snoozePresets.map((preset) => {
        const end = toSnoozeEnd(preset, now, timeZone);
        return (
          <Button
            key={preset}
            variant="ghost"
            className="justify-between"
            onClick={() => props.onChoose(end.toISOString())}
          >
            <span>{t(preset)}</span>
            <span className="font-normal text-ink-muted text-sm">{format.dateTime(end)}</span>
          </Button>
        );
      })}
      <form
        className="mt-1 flex items-center gap-2 border-line border-t pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (own && isInTime) props.onChoose(own.toISOString());
        }}
      >
        <Input
          type="datetime-local"
          aria-label={t("own")}
          value={typed}
          min={writeLocalMoment(now, timeZone)}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!isInTime}>
          {t("set")}
        </Button>
      </form>
      {props.snoozedUntil && (
        <Button
          variant="ghost"
          className="justify-start"
          icon={<AlarmClock aria-hidden size={16} />}
          onClick={() => props.onChoose(null)}
        >
          {t("wake")}
        </Button>
      )}
    </div>
  );
}
