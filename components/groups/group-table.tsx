"use client";

import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { useFormat } from "@/lib/format/use-format";
import type { Group } from "@/server/groups/schemas";
import { GroupHealth } from "./group-words";

/** Every group that a bot is or was in, those that need somebody first. */
export function GroupTable(props: {
  groups: readonly Group[] | undefined;
  isFailed: boolean;
  onRetry: () => void;
  currentId: string | null;
  onOpen: (id: string) => void;
}) {
  const t = useTranslations("groups");
  const format = useFormat();
  const columns: Column<Group>[] = [
    {
      key: "group",
      header: t("columns.group"),
      cell: (group) => (
        <span className="flex min-w-0 flex-col">
          <bdi className="truncate font-medium">{group.title}</bdi>
          <span className="truncate text-ink-muted text-sm">
            {t(`kinds.${group.kind}`)}
            {group.username && (
              <>
                {" · "}
                <bdi>@{group.username}</bdi>
              </>
            )}
          </span>
        </span>
      ),
    },
    {
      key: "health",
      header: t("columns.health"),
      width: "11rem",
      cell: (group) => <GroupHealth health={group.health} />,
    },
    {
      key: "bot",
      header: t("columns.bot"),
      hideBelow: "lg",
      optional: true,
      cell: (group) => <bdi>@{group.channel.username}</bdi>,
    },
    {
      key: "members",
      header: t("columns.members"),
      width: "7rem",
      align: "end",
      hideBelow: "sm",
      optional: true,
      cell: (group) =>
        group.memberCount === null ? (
          <span className="text-ink-faint">{t("detail.unknown")}</span>
        ) : (
          format.number(group.memberCount)
        ),
    },
    {
      key: "lastMessage",
      header: t("columns.lastMessage"),
      width: "9rem",
      hideBelow: "sm",
      cell: (group) =>
        group.lastMessageAt ? (
          <RelativeTime value={group.lastMessageAt} />
        ) : (
          <span className="text-ink-faint">{t("detail.never")}</span>
        ),
    },
  ];
  return (
    <DataTable
      label={t("table")}
      columns={columns}
      rows={props.groups ?? []}
      rowKey={(group) => group.id}
      onOpen={(group) => props.onOpen(group.id)}
      currentKey={props.currentId}
      state={props.isFailed ? { error: true, onRetry: props.onRetry } : props.groups ? undefined : "loading"}
      empty={null}
    />
  );
}
