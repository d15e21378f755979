"use client";

import { useTranslations } from "next-intl";
import { StatusDot } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { useFormat } from "@/lib/format/use-format";
import type { BotHealth } from "@/server/channels/schemas";
import { useErrorWords } from "./channel-words";

/** What was wrong with the bot, the newest first: since when, for how long, and who set it right. */
export function TroubleList({ health }: { health: BotHealth }) {
  const t = useTranslations("channels.health");
  const errorWords = useErrorWords();
  const format = useFormat();
  const { troubles } = health;
  return (
    <Card title={t("troubles")} hint={troubles.length === 0 ? t("noTroubles") : undefined}>
      <ul className="flex flex-col">
        {troubles.map((trouble) => {
          const { id, code, detail, beganAt, endedAt, endedBy } = trouble;
          const lastedMs = endedAt ? Date.parse(endedAt) - Date.parse(beganAt) : null;
          const isBrief = lastedMs !== null && lastedMs < 1_000;
          return (
            <li
              key={id}
              className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-line border-b py-2 last:border-b-0"
            >
              <StatusDot tone={endedAt ? "neutral" : "danger"} label={errorWords(code)} />
              {detail && <bdi className="min-w-0 break-words text-ink-muted text-sm">{detail}</bdi>}
              <span className="ms-auto text-ink-muted text-sm">
                <RelativeTime value={beganAt} />
                {" · "}
                {lastedMs === null
                  ? t("ongoing")
                  : isBrief
                    ? t("mendedAtOnce")
                    : t(`ended.${endedBy ?? "itself"}`, { duration: format.duration(lastedMs) })}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
