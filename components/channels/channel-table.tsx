"use client";

import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { useFormat } from "@/lib/format/use-format";
import type { Channel } from "@/server/channels/schemas";
import { ChannelState, useErrorWords, wayOf } from "./channel-words";

/** Every connected bot with what tells at a glance whether it works. */
export function ChannelTable(props: {
  channels: readonly Channel[] | undefined;
  isFailed: boolean;
  onRetry: () => void;
  onOpen: (username: string) => void;
}) {
  const t = useTranslations("channels");
  const errorWords = useErrorWords();
  const format = useFormat();
  const columns: Column<Channel>[] = [
    {
      key: "bot",
      header: t("columns.bot"),
      cell: (channel) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate font-medium">{channel.name}</span>
          <span className="truncate text-ink-muted text-sm">
            <bdi>@{channel.username}</bdi>
          </span>
        </span>
      ),
    },
    {
      key: "state",
      header: t("columns.state"),
      width: "11rem",
      cell: (channel) => <ChannelState channel={channel} />,
    },
    {
      key: "replies",
      header: t("columns.replies"),
      width: "9rem",
      hideBelow: "lg",
      optional: true,
      cell: (channel) => t(`replies.modes.${channel.replyMode}`),
    },
    {
      key: "mode",
      header: t("columns.mode"),
      hideBelow: "lg",
      optional: true,
      cell: (channel) => t(`modes.${wayOf(channel)}`),
    },
    {
      key: "lastUpdate",
      header: t("columns.lastUpdate"),
      width: "9rem",
      hideBelow: "sm",
      cell: (channel) =>
        channel.lastUpdateAt ? (
          <RelativeTime value={channel.lastUpdateAt} />
        ) : (
          <span className="text-ink-faint">{t("never")}</span>
        ),
    },
    {
      key: "waiting",
      header: t("columns.waiting"),
      width: "11rem",
      align: "end",
      hideBelow: "lg",
      optional: true,
      cell: (channel) => format.number(channel.waitingCount),
    },
    {
      key: "lastError",
      header: t("columns.lastError"),
      hideBelow: "wide",
      optional: true,
      cell: (channel) =>
        channel.lastError ? (
          <span className="text-danger">{errorWords(channel.lastError.code)}</span>
        ) : (
          <span className="text-ink-faint">{t("none")}</span>
        ),
    },
  ];
  return (
    <DataTable
      label={t("table")}
      columns={columns}
      rows={props.channels ?? []}
      rowKey={(channel) => channel.id}
      onOpen={(channel) => props.onOpen(channel.username)}
      state={
        props.isFailed ? { error: true, onRetry: props.onRetry } : props.channels ? undefined : "loading"
      }
      empty={null}
    />
  );
}
