"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import Workflow from "lucide-react/icons/workflow";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useLive } from "@/components/live";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { SearchInput } from "@/components/ui/input";
import { lasting } from "@/components/ui/lasting";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { EmptyState, ForbiddenState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { runSpans, runStatuses } from "@/server/workflows/rules";
import type { RunRow } from "@/server/workflows/schemas";
import { RunFigures } from "./run-figures";
import { RunStatusBadge, useWorkflowName } from "./run-words";
import { useRunsAddress } from "./use-runs-address";

const RunSheet = dynamic(
  lasting(() => import("./run-sheet").then((file) => file.RunSheet)),
  { ssr: false },
);

/** Runs move without a hint; steering tells at once. */
const refetchMs = 5_000;

/** The workspace's automatic work, newest first, with the figures of the last day above it. */
export function RunsView() {
  const t = useTranslations("workflows.list");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const address = useRunsAddress();
  const [typed, setTyped] = useState(address.search);
  const search = useDeferredValue(typed).trim();
  const { status, workflow, span } = address;
  const runs = useInfiniteQuery({
    ...trpc.workflows.list.infiniteQueryOptions(
      { status, workflow, span, search: search || null },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (previous) => previous },
    ),
    refetchInterval: refetchMs,
  });
  useLive(["workflow/"], () => void cache.invalidateQueries({ queryKey: trpc.workflows.pathKey() }));
  const columns = useColumns();
  if (errorCode(runs.error) === "PERMISSION_DENIED") return <ForbiddenState />;

  const rows = runs.data?.pages.flatMap((page) => page.rows) ?? [];
  const isNarrowed = search !== "" || status !== null || workflow !== null || span !== null;
  const clear = () => {
    setTyped("");
    address.clear();
  };
  return (
    <>
      <RunFigures onShowStuck={() => address.narrow({ status: "stuck" })} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label={t("search")}
          value={typed}
          onValueChange={(value) => {
            setTyped(value);
            address.setSearch(value);
          }}
          className="w-full sm:w-56"
        />
        <RunFilters />
      </div>
      <DataTable
        label={t("label")}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        onOpen={({ id }) => address.open(id)}
        currentKey={address.runId}
        state={
          runs.isPending
            ? "loading"
            : runs.isError && !runs.data
              ? { error: true, onRetry: () => void runs.refetch() }
              : undefined
        }
        onEnd={runs.hasNextPage && !runs.isFetchingNextPage ? () => void runs.fetchNextPage() : undefined}
        empty={
          isNarrowed ? (
            <EmptyState
              title={t("noMatch.title")}
              hint={t("noMatch.hint")}
              action={<Button onClick={clear}>{t("noMatch.clear")}</Button>}
            />
          ) : (
            <EmptyState
              icon={<Workflow aria-hidden size={20} />}
              title={t("empty.title")}
              hint={t("empty.hint")}
              example={t("empty.example")}
            />
          )
        }
      />
      <RunSheet runId={address.runId} onOpen={address.open} />
    </>
  );
}

function RunFilters() {
  const t = useTranslations("workflows.list");
  const tStatus = useTranslations("workflows.status");
  const trpc = useTRPC();
  const { status, workflow, span, narrow } = useRunsAddress();
  const { data: known = [] } = useQuery(trpc.workflows.workflows.queryOptions());
  const nameOf = useWorkflowName();
  // One that the address names stays choosable though it has not run here.
  const workflows = [...new Set([...known, ...(workflow ? [workflow] : [])])];
  return (
    <>
      <Select
        label={t("statusFilter")}
        className="w-36 max-sm:flex-1"
        value={status ?? "all"}
        onValueChange={(value) => narrow({ status: value === "all" ? null : value })}
        items={[
          { value: "all" as const, label: t("allStatuses") },
          ...runStatuses.map((value) => ({ value, label: tStatus(value) })),
        ]}
      />
      <Select
        label={t("workflowFilter")}
        className="w-44 max-sm:flex-1"
        value={workflow ?? ""}
        onValueChange={(value) => narrow({ workflow: value || null })}
        items={[
          { value: "", label: t("allWorkflows") },
          ...workflows.map((value) => ({ value, label: nameOf({ workflow: value, isAfterFailure: false }) })),
        ]}
      />
      <Select
        label={t("spanFilter")}
        className="w-36 max-sm:flex-1"
        value={span ?? "all"}
        onValueChange={(value) => narrow({ span: value === "all" ? null : value })}
        items={(["all", ...runSpans] as const).map((value) => ({ value, label: t(`spans.${value}`) }))}
      />
    </>
  );
}

function useColumns(): Column<RunRow>[] {
  const t = useTranslations("workflows");
  const format = useFormat();
  const nameOf = useWorkflowName();
  return [
    {
      key: "work",
      header: t("list.columns.work"),
      cell: (run) => (
        <span className="flex min-w-0 flex-col">
          <bdi className="font-medium">{nameOf(run)}</bdi>
          {run.stuck && <span className="text-sm text-warn">{t(`stuck.${run.stuck}`)}</span>}
          <RelativeTime value={run.askedAt} className="text-ink-muted text-sm sm:hidden" />
        </span>
      ),
    },
    {
      key: "status",
      header: t("list.columns.status"),
      width: "8rem",
      cell: ({ status }) => <RunStatusBadge status={status} />,
    },
    {
      key: "steps",
      header: t("list.columns.steps"),
      width: "5rem",
      align: "end",
      hideBelow: "sm",
      cell: ({ endedSteps }) => <span data-figure>{format.number(endedSteps)}</span>,
    },
    {
      key: "took",
      header: t("list.columns.took"),
      width: "7rem",
      align: "end",
      hideBelow: "sm",
      cell: ({ startedAt, endedAt }) =>
        startedAt && endedAt ? (
          <span data-figure>{format.duration(Date.parse(endedAt) - Date.parse(startedAt))}</span>
        ) : (
          <span className="text-ink-faint">–</span>
        ),
    },
    {
      key: "asked",
      header: t("list.columns.asked"),
      width: "7rem",
      hideBelow: "sm",
      cell: ({ askedAt }) => <RelativeTime value={askedAt} />,
    },
  ];
}
