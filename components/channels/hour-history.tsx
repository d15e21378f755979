"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { BotHealth } from "@/server/channels/schemas";

type Hour = BotHealth["hours"][number];

/** Two days, hour by hour: what came, what left, what failed, and when something was wrong. */
export function HourHistory({ health }: { health: BotHealth }) {
  const t = useTranslations("channels.health");
  const format = useFormat();
  const [isTable, setTable] = useState(false);
  const { hours } = health;
  const top = Math.max(1, ...hours.map(({ received, sent, failed }) => Math.max(received, sent + failed)));
  const isEmpty = hours.every(({ received, sent, failed }) => received + sent + failed === 0);
  const nameOf = (hour: Hour) =>
    t("hour", {
      at: `${format.shortDate(hour.hour)} ${format.time(hour.hour)}`,
      received: hour.received,
      sent: hour.sent,
      failed: hour.failed,
    });
  return (
    <Card
      title={t("history")}
      hint={isEmpty ? t("historyEmpty") : t("historyHint")}
      action={
        <Button size="sm" variant="ghost" onClick={() => setTable(!isTable)}>
          {t(isTable ? "asPicture" : "asTable")}
        </Button>
      }
    >
      {isTable ? (
        <HourTable hours={hours} />
      ) : (
        <>
          <ol aria-label={t("history")} className="flex h-28 items-end gap-px">
            {hours.map((hour) => (
              <li
                key={hour.hour}
                title={nameOf(hour)}
                className="group relative flex h-full min-w-0 flex-1 items-end gap-px rounded-sm hover:bg-hover"
              >
                <span className="sr-only">{nameOf(hour)}</span>
                <Bar value={hour.received} top={top} className="bg-chart-2" />
                <span className="flex h-full flex-1 flex-col justify-end">
                  <Bar value={hour.failed} top={top} className="bg-danger-fill" isWide />
                  <Bar value={hour.sent} top={top} className="bg-chart-1" isWide />
                </span>
                {isTroubled(health, hour) && (
                  <span
                    aria-hidden
                    className="absolute inset-x-0 -bottom-1.5 h-1 rounded-full bg-danger-fill"
                  />
                )}
              </li>
            ))}
          </ol>
          <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-ink-muted text-xs">
            <span>{`${format.shortDate(hours[0]?.hour ?? 0)} ${format.time(hours[0]?.hour ?? 0)}`}</span>
            <span className="flex flex-wrap gap-x-4 gap-y-1">
              <Legend className="bg-chart-2" label={t("received")} />
              <Legend className="bg-chart-1" label={t("sent")} />
              <Legend className="bg-danger-fill" label={t("failed")} />
            </span>
            <span>{t("now")}</span>
          </div>
        </>
      )}
    </Card>
  );
}

function Bar(props: { value: number; top: number; className: string; isWide?: boolean }) {
  if (props.value === 0) return props.isWide ? null : <span className="flex-1" />;
  return (
    <span
      aria-hidden
      className={cn("block min-h-0.5 rounded-t-[2px]", props.isWide ? "w-full" : "flex-1", props.className)}
      style={{ height: `${(props.value / props.top) * 100}%` }}
    />
  );
}

function Legend(props: { className: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={cn("size-2 rounded-[2px]", props.className)} />
      {props.label}
    </span>
  );
}

const hourMs = 3_600_000;

function isTroubled({ troubles }: BotHealth, { hour }: Hour): boolean {
  const from = Date.parse(hour);
  return troubles.some(
    ({ beganAt, endedAt }) =>
      Date.parse(beganAt) < from + hourMs && (endedAt === null || Date.parse(endedAt) >= from),
  );
}

function HourTable({ hours }: { hours: readonly Hour[] }) {
  const t = useTranslations("channels.health");
  const channels = useTranslations("channels");
  const format = useFormat();
  return (
    <div className="max-h-72 overflow-y-auto">
      <table className="w-full text-sm tabular-nums">
        <thead className="sticky top-0 bg-surface text-ink-muted">
          <tr>
            {[t("at"), t("received"), t("sent"), t("failed"), t("tooMany"), t("latency")].map((name) => (
              <th key={name} scope="col" className="py-1 text-start font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.toReversed().map((hour) => (
            <tr key={hour.hour} className="border-line border-t">
              <td className="py-1">{`${format.shortDate(hour.hour)} ${format.time(hour.hour)}`}</td>
              <td>{format.number(hour.received)}</td>
              <td>{format.number(hour.sent)}</td>
              <td>{format.number(hour.failed)}</td>
              <td>{format.number(hour.tooMany)}</td>
              <td>{hour.latencyMs === null ? channels("none") : t("ms", { ms: hour.latencyMs })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
