"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card, DescriptionList } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { useFormat } from "@/lib/format/use-format";
import type { ChannelDetail } from "@/server/channels/schemas";
import { ChannelState, useErrorWords, wayOf } from "./channel-words";
import type { ChannelMoves } from "./use-channel-moves";

type HealthProps = {
  channel: ChannelDetail;
  /** Null for those who may only look. */
  moves: ChannelMoves | null;
  onReplaceToken: () => void;
};

/** Whether the bot works, how its messages arrive, and what is wrong if something is. */
export function ChannelHealth(props: HealthProps) {
  const { channel } = props;
  const t = useTranslations("channels");
  const errorWords = useErrorWords();
  const format = useFormat();
  const way = wayOf(channel);
  return (
    <>
      <Trouble {...props} />
      <Card title={t("detail.health")} hint={t(`modeHints.${way}`)}>
        <DescriptionList
          items={[
            { term: t("columns.state"), value: <ChannelState state={channel.state} /> },
            { term: t("columns.mode"), value: t(`modes.${way}`) },
            {
              term: t("columns.lastUpdate"),
              value: channel.lastUpdateAt ? <RelativeTime value={channel.lastUpdateAt} /> : t("never"),
            },
            { term: t("detail.receivedLastDay"), value: format.number(channel.receivedLastDay) },
            { term: t("columns.waiting"), value: format.number(channel.waitingCount) },
            ...(channel.webhook
              ? [{ term: t("detail.pending"), value: format.number(channel.webhook.pendingCount) }]
              : []),
            { term: t("detail.conversations"), value: format.number(channel.conversationCount) },
            {
              term: t("columns.lastError"),
              value: channel.lastError ? (
                <>
                  {errorWords(channel.lastError.code)} · <RelativeTime value={channel.lastError.at} />
                </>
              ) : (
                t("none")
              ),
            },
            ...(channel.webhook?.lastError
              ? [
                  {
                    term: t("detail.platformError"),
                    value: (
                      <>
                        <bdi>{channel.webhook.lastError.text}</bdi> ·{" "}
                        <RelativeTime value={channel.webhook.lastError.at} />
                      </>
                    ),
                  },
                ]
              : []),
            { term: t("detail.connectedAt"), value: format.date(channel.createdAt) },
          ]}
        />
      </Card>
    </>
  );
}

function Trouble({ channel, moves, onReplaceToken }: HealthProps) {
  const t = useTranslations("channels.detail");
  const errorWords = useErrorWords();
  const again = (label: string) =>
    moves && (
      <Button size="sm" loading={moves.isMoving} onClick={moves.resume}>
        {label}
      </Button>
    );
  const isTokenGone = channel.lastError?.code === "token_rejected";
  const mendToken = (
    <Button size="sm" onClick={onReplaceToken}>
      {t("replaceToken")}
    </Button>
  );
  if (channel.state === "broken") {
    return (
      <Notice
        tone="danger"
        title={channel.lastError ? errorWords(channel.lastError.code) : t("broken.title")}
        action={isTokenGone ? moves && mendToken : again(t("register"))}
      >
        {t("broken.hint")}
      </Notice>
    );
  }
  if (channel.state === "paused") {
    return (
      <Notice tone="warn" title={t("paused.title")} action={again(t("resume"))}>
        {t("paused.hint")}
      </Notice>
    );
  }
  if (channel.isPlatformAway) return <Notice tone="warn">{t("platformAway")}</Notice>;
  if (channel.webhook && !channel.webhook.isOurs) {
    return (
      <Notice tone="danger" title={t("notOurs.title")} action={again(t("register"))}>
        {t("notOurs.hint")}
      </Notice>
    );
  }
  return null;
}
