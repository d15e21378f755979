"use client";

import Workflow from "lucide-react/icons/workflow";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { SearchInput } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { EmptyState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { runSpans, runStatuses } from "@/server/workflows/rules";
import type { RunRow } from "@/server/workflows/schemas";
import { RunStatusBadge, useWorkflowName } from "./run-words";
import { useRunsAddress } from "./use-runs-address";

/** Runs move without a hint; steering tells at once. */
export const runsRefetchMs = 5_000;

/** What the list asks for, from the address and what is being typed. */
export function useRunQuestion() {
  const { status, workflow, span, workspace, search: written, setSearch, clear } = useRunsAddress();
  const [typed, setTyped] = useState(written);
  const search = useDeferredValue(typed).trim() || null;
  return {
    question: { status, workflow, span, search },
    typed,
    isNarrowed: [status, workflow, span, workspace, search].some((filter) => filter !== null),
    type: (value: string) => {
      setTyped(value);
      setSearch(value);
    },
    clear: () => {
      setTyped("");
      clear();
    },
  };
}

type Runs<Row> = {
  data: { pages: readonly { rows: readonly Row[] }[] } | undefined;
  isPending: boolean;
  isError: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
};

/** Automatic work, newest first, with what narrows it. The row that is open is part of the address. */
export function RunList<Row extends RunRow>(props: {
  runs: Runs<Row>;
  question: ReturnType<typeof useRunQuestion>;
  /** For the choice of work. */
  workflows: readonly string[];
  filters?: ReactNode;
  /** Whose a run is, where that differs from row to row. */
  owner?: { header: string; of: (run: Row) => ReactNode };
}) {
  const { runs, question } = props;
  const t = useTranslations("workflows.list");
  const address = useRunsAddress();
  const columns = useColumns(props.owner);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchInput
          label={t("search")}
          value={question.typed}
          onValueChange={question.type}
          className="w-full sm:w-56"
        />
        {props.filters}
        <RunFilters known={props.workflows} />
      </div>
      <DataTable
        label={t("label")}
        columns={columns}
        rows={runs.data?.pages.flatMap((page) => page.rows) ?? []}
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
          question.isNarrowed ? (
            <EmptyState
              title={t("noMatch.title")}
              hint={t("noMatch.hint")}
              action={<Button onClick={question.clear}>{t("noMatch.clear")}</Button>}
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
    </>
  );
}

function RunFilters({ known }: { known: readonly string[] }) {
  const t = useTranslations("workflows.list");
  const tStatus = useTranslations("workflows.status");
  const { status, workflow, span, narrow } = useRunsAddress();
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

function useColumns<Row extends RunRow>(owner?: {
  header: string;
  of: (run: Row) => ReactNode;
}): Column<Row>[] {
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
          {owner && <span className="text-ink-muted text-sm sm:hidden">{owner.of(run)}</span>}
          <RelativeTime value={run.askedAt} className="text-ink-muted text-sm sm:hidden" />
        </span>
      ),
    },
    ...(owner
      ? [{ key: "owner", header: owner.header, width: "14rem", hideBelow: "sm" as const, cell: owner.of }]
      : []),
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
