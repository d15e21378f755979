"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Building from "lucide-react/icons/building-2";
import { useTranslations } from "next-intl";
import { useDeferredValue } from "react";
import { useTRPC } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { SearchInput } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { workspaceStates } from "@/server/operator/rules";
import type { WorkspaceUsage } from "@/server/operator/schemas";
import { refreshMs, tableState } from "./refresh";
import { useWorkspacesAddress } from "./use-workspaces-address";
import { WorkspaceSheet } from "./workspace-sheet";

const tones: Record<WorkspaceUsage["state"], Tone> = {
  working: "success",
  suspended: "warn",
  deleted: "neutral",
};

/** Who uses how much, and what can be done about it. */
export function WorkspacesScreen() {
  const t = useTranslations("operator.workspaces");
  const format = useFormat();
  const trpc = useTRPC();
  const address = useWorkspacesAddress();
  const search = useDeferredValue(address.search);
  const list = useQuery(
    trpc.operator.workspaces.queryOptions(
      {
        search,
        state: address.state,
        sort: address.sort.key,
        direction: address.sort.direction,
        page: address.page,
      },
      { refetchInterval: refreshMs, staleTime: 0, placeholderData: keepPreviousData },
    ),
  );
  const columns = useColumns();
  const isNarrowed = address.search !== "" || address.state !== "all";
  const { data } = list;
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")}>
        <div className="flex flex-wrap items-center gap-2">
          <SearchInput
            label={t("search")}
            value={address.search}
            onValueChange={address.setSearch}
            className="w-full sm:w-80"
          />
          <Select
            label={t("stateLabel")}
            value={address.state}
            onValueChange={address.setState}
            items={workspaceStates.map((value) => ({ value, label: t(`states.${value}`) }))}
          />
          {data && (
            <span aria-live="polite" className="text-ink-muted text-sm">
              {t("found", { n: format.number(data.found) })}
            </span>
          )}
        </div>
      </PageHeader>
      <DataTable
        label={t("table")}
        columns={columns}
        rows={data?.workspaces ?? []}
        rowKey={({ id }) => id}
        onOpen={({ id }) => address.open(id)}
        currentKey={address.workspaceId}
        sort={address.sort}
        onSort={address.setSort}
        state={tableState(list)}
        empty={
          <EmptyState
            icon={<Building aria-hidden size={20} />}
            title={isNarrowed ? t("none") : t("first")}
            hint={isNarrowed ? t("noneHint") : t("firstHint")}
            action={isNarrowed && <Button onClick={address.clear}>{t("clear")}</Button>}
          />
        }
      />
      {data && data.pages > 1 && (
        <nav className="flex items-center justify-center gap-3" aria-label={t("table")}>
          <Button disabled={data.page <= 1} onClick={() => address.setPage(data.page - 1)}>
            {t("previous")}
          </Button>
          <span className="text-ink-muted text-sm tabular-nums">
            {t("page", { page: format.number(data.page), pages: format.number(data.pages) })}
          </span>
          <Button disabled={data.page >= data.pages} onClick={() => address.setPage(data.page + 1)}>
            {t("next")}
          </Button>
        </nav>
      )}
      <WorkspaceSheet
        workspace={data?.workspaces.find(({ id }) => id === address.workspaceId) ?? null}
        onClose={() => address.open(null)}
      />
    </>
  );
}

function useColumns(): Column<WorkspaceUsage>[] {
  const t = useTranslations("operator.workspaces");
  const format = useFormat();
  const figure = (
    key: "members" | "bots" | "conversations" | "messages" | "answers" | "waitingJobs",
    more: Partial<Column<WorkspaceUsage>>,
  ): Column<WorkspaceUsage> => ({
    key,
    header: t(`columns.${key}`),
    align: "end",
    sortable: true,
    optional: true,
    cell: (workspace) => format.number(workspace[key]),
    ...more,
  });
  return [
    {
      key: "name",
      header: t("name"),
      sortable: true,
      cell: ({ name, slug, organisation, state }) => (
        <span className="flex min-w-0 max-w-48 flex-col sm:max-w-72">
          <span className="truncate font-medium">
            <bdi>{name}</bdi>
          </span>
          <span className="truncate text-ink-muted text-sm">
            <bdi>{organisation === name ? slug : `${organisation} · ${slug}`}</bdi>
          </span>
          {state !== "working" && (
            <Badge tone={tones[state]} className="mt-1 sm:hidden">
              {t(`states.${state}`)}
            </Badge>
          )}
        </span>
      ),
    },
    {
      key: "state",
      header: t("state"),
      width: "8rem",
      hideBelow: "sm",
      cell: ({ state }) => <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>,
    },
    figure("members", { hideBelow: "lg" }),
    figure("bots", {
      hideBelow: "sm",
      cell: ({ bots, troubledBots }) => (
        <>
          {format.number(bots)}
          {troubledBots > 0 && (
            <span className="block text-danger text-sm">
              {t("troubled", { n: format.number(troubledBots) })}
            </span>
          )}
        </>
      ),
    }),
    figure("conversations", { hideBelow: "lg" }),
    figure("answers", { hideBelow: "wide" }),
    {
      key: "fileBytes",
      header: t("fileBytes"),
      align: "end",
      sortable: true,
      optional: true,
      hideBelow: "lg",
      cell: ({ fileBytes, quotas }) => (
        <bdi className={fileBytes >= quotas.fileBytes ? "text-danger" : undefined}>
          {t("of", { used: format.bytes(fileBytes), limit: format.bytes(quotas.fileBytes) })}
        </bdi>
      ),
    },
    figure("waitingJobs", { hideBelow: "sm" }),
    {
      key: "createdAt",
      header: t("createdAt"),
      sortable: true,
      optional: true,
      hideBelow: "wide",
      cell: ({ createdAt }) => format.date(createdAt),
    },
    // Last and on every screen: the choice of columns stands above the last one.
    figure("messages", { optional: false }),
  ];
}
