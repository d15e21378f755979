"use client";

import { useTranslations } from "next-intl";
import { Card, DescriptionList } from "@/components/ui/card";
import { Figure } from "@/components/ui/figure";
import { RelativeTime } from "@/components/ui/relative-time";
import { useFormat } from "@/lib/format/use-format";
import type { BotHealth } from "@/server/channels/schemas";
import { BotGroups } from "./bot-groups";
import { wayOf } from "./channel-words";
import { HourHistory } from "./hour-history";
import { TroubleList } from "./trouble-list";

const dayHours = 24;

/** How a bot fares: figures of the last day, two days drawn, what was wrong, its rights in groups. */
export function ChannelHealth({ health }: { health: BotHealth }) {
  const { channel } = health;
  const t = useTranslations("channels");
  const format = useFormat();
  const lastDay = health.hours.slice(-dayHours);
  const sum = (key: "sent" | "failed" | "tooMany") => lastDay.reduce((total, hour) => total + hour[key], 0);
  const timed = lastDay.filter(({ latencyMs }) => latencyMs !== null);
  const latencyMs =
    timed.length > 0 ? timed.reduce((total, hour) => total + (hour.latencyMs ?? 0), 0) / timed.length : null;
  const waiting = channel.waitingCount + (channel.webhook?.pendingCount ?? 0);
  const way = wayOf(channel);
  const platformError = channel.webhook?.lastError;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 wide:grid-cols-6">
        <Figure
          label={t("columns.lastUpdate")}
          value={channel.lastUpdateAt ? <RelativeTime value={channel.lastUpdateAt} /> : t("never")}
        />
        <Figure label={t("health.waiting")} value={format.number(waiting)} hint={t("health.waitingHint")} />
        <Figure
          label={t("health.sent")}
          value={format.number(sum("sent"))}
          hint={t("health.lastDay")}
          trend={lastDay.map(({ sent }) => sent)}
        />
        <Figure label={t("health.failed")} value={format.number(sum("failed"))} hint={t("health.lastDay")} />
        <Figure
          label={t("health.tooMany")}
          value={format.number(sum("tooMany"))}
          hint={t("health.tooManyHint")}
        />
        <Figure
          label={t("health.latency")}
          value={latencyMs === null ? t("never") : t("health.ms", { ms: Math.round(latencyMs) })}
          hint={t("health.latencyHint")}
        />
      </div>
      <HourHistory health={health} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={t("detail.health")} hint={t(`modeHints.${way}`)}>
          <DescriptionList
            items={[
              { term: t("columns.mode"), value: t(`modes.${way}`) },
              { term: t("detail.receivedLastDay"), value: format.number(channel.receivedLastDay) },
              { term: t("columns.waiting"), value: format.number(channel.waitingCount) },
              ...(channel.webhook
                ? [{ term: t("detail.pending"), value: format.number(channel.webhook.pendingCount) }]
                : []),
              { term: t("detail.conversations"), value: format.number(channel.conversationCount) },
              {
                term: t("detail.platformError"),
                value: platformError ? (
                  <>
                    <bdi>{platformError.text}</bdi> · <RelativeTime value={platformError.at} />
                  </>
                ) : (
                  t("none")
                ),
              },
              { term: t("detail.connectedAt"), value: format.date(channel.createdAt) },
            ]}
          />
        </Card>
        <BotGroups channelId={channel.id} />
      </div>
      <TroubleList health={health} />
    </div>
  );
}
