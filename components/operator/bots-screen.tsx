"use client";

import { useQuery } from "@tanstack/react-query";
import Bot from "lucide-react/icons/bot";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorWords } from "@/components/channels/channel-words";
import { useTRPC } from "@/components/trpc";
import { StatusDot, type Tone } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { SearchInput } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { BotUsage } from "@/server/operator/schemas";
import { refreshMs, tableState } from "./refresh";

const tones: Record<BotUsage["state"], Tone> = {
  active: "success",
  paused: "neutral",
  broken: "danger",
  suspended: "warn",
};

/** Every bot of the platform with how it fares; those in trouble first. */
export function BotsScreen() {
  const t = useTranslations("operator.bots");
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const bots = useQuery(
    trpc.operator.bots.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  const columns = useColumns();
  const words = search.trim().toLocaleLowerCase("tr");
  const shown = bots.data?.filter(({ username, workspace }) =>
    `${username} ${workspace}`.toLocaleLowerCase("tr").includes(words),
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")}>
        <SearchInput
          label={t("search")}
          value={search}
          onValueChange={setSearch}
          className="w-full sm:w-80"
        />
      </PageHeader>
      <DataTable
        label={t("table")}
        columns={columns}
        rows={shown ?? []}
        rowKey={({ id }) => id}
        state={tableState(bots)}
        empty={
          <EmptyState
            icon={<Bot aria-hidden size={20} />}
            title={words ? t("noMatch") : t("none")}
            hint={words ? t("noMatchHint") : t("noneHint")}
          />
        }
      />
    </>
  );
}

function useColumns(): Column<BotUsage>[] {
  const t = useTranslations("operator.bots");
  const errorWords = useErrorWords();
  const format = useFormat();
  const figure = (
    key: "received" | "sent" | "failed",
    more: Partial<Column<BotUsage>> = {},
  ): Column<BotUsage> => ({
    key,
    header: t(key),
    align: "end",
    optional: true,
    hideBelow: "wide",
    cell: (bot) => format.number(bot[key]),
    ...more,
  });
  return [
    {
      key: "bot",
      header: t("bot"),
      cell: ({ username, workspace }) => (
        <span className="flex min-w-0 max-w-32 flex-col sm:max-w-72">
          <span className="break-all font-medium">
            <bdi dir="ltr">@{username}</bdi>
          </span>
          <span className="truncate text-ink-muted text-sm">
            <bdi>{workspace}</bdi>
          </span>
        </span>
      ),
    },
    {
      key: "state",
      header: t("state"),
      cell: ({ state }) => <StatusDot tone={tones[state]} label={t(`states.${state}`)} />,
    },
    {
      key: "problem",
      header: t("problem"),
      hideBelow: "sm",
      cell: ({ trouble, lastError }) => {
        const [code, at] = trouble ? [trouble.code, trouble.since] : [lastError?.code, lastError?.at];
        if (!code || !at) return <span className="text-ink-faint">–</span>;
        return (
          <span className={trouble ? "text-danger" : "text-ink-muted"}>
            {errorWords(code)} · <RelativeTime value={at} />
          </span>
        );
      },
    },
    {
      key: "lastUpdate",
      header: t("lastUpdate"),
      hideBelow: "lg",
      cell: ({ lastUpdateAt }) =>
        lastUpdateAt ? (
          <RelativeTime value={lastUpdateAt} />
        ) : (
          <span className="text-ink-faint">{t("never")}</span>
        ),
    },
    figure("received"),
    figure("sent"),
    figure("failed", { hideBelow: "lg" }),
    // Last and on every screen: the choice of columns stands above the last one.
    {
      key: "lag",
      header: t("lag"),
      align: "end",
      cell: ({ lagS, waiting }) =>
        lagS === null ? (
          <span className="whitespace-nowrap text-ink-faint">{t("noLag")}</span>
        ) : (
          t("lagOf", { time: format.duration(lagS * 1_000), n: format.number(waiting) })
        ),
    },
  ];
}
