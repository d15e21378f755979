"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Figure } from "@/components/ui/figure";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { Overview, Queue } from "@/server/operator/schemas";
import { refreshMs } from "./refresh";

const tones: Record<Overview["parts"][number]["state"], Tone> = {
  ok: "success",
  away: "danger",
  stopped: "danger",
  failing: "danger",
  off: "neutral",
  starting: "warn",
  low: "warn",
  full: "danger",
};

/** What somebody on call looks at first. */
export function OverviewScreen() {
  const t = useTranslations("operator.overview");
  const common = useTranslations("operator");
  const format = useFormat();
  const trpc = useTRPC();
  const overview = useQuery(
    trpc.operator.overview.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  const { data } = overview;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        action={
          data && (
            <span className="self-center text-ink-faint text-sm">
              {common("refreshed", { time: format.time(data.at) })}
            </span>
          )
        }
      />
      {overview.isError && !data ? (
        <ErrorState onRetry={() => void overview.refetch()} />
      ) : (
        <>
          <Health data={data} />
          <Figures data={data} />
          <QueueTable queues={data?.queues} />
        </>
      )}
    </>
  );
}

function Health({ data }: { data: Overview | undefined }) {
  const t = useTranslations("operator.overview");
  const format = useFormat();
  if (!data) return <div aria-hidden className="h-11 rounded-lg bg-sunken" />;
  const isFull = data.parts.some(({ state }) => state === "full");
  const isWell = data.isReady && !isFull && data.failingLoops.length === 0;
  return (
    <Notice tone={isWell ? "success" : "danger"} title={isWell ? t("ready") : t("notReady")}>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {data.parts.map(({ name, state }) => (
          <li key={name} className="flex items-center gap-1.5">
            {t(`parts.${name}`)}
            <Badge tone={tones[state]} className="bg-surface">
              {t(`states.${state}`)}
            </Badge>
          </li>
        ))}
      </ul>
      {data.failingLoops.length > 0 && (
        <p className="mt-1">{t("failingLoops", { loops: format.list(data.failingLoops) })}</p>
      )}
    </Notice>
  );
}

function Figures({ data }: { data: Overview | undefined }) {
  const t = useTranslations("operator.overview");
  const format = useFormat();
  const loading = !data;
  const n = (value: number | undefined) => format.number(value ?? 0);
  return (
    <div className="grid grid-cols-2 gap-3 wide:grid-cols-4">
      <Figure
        label={t("workspaces")}
        value={n(data?.workspaces.all)}
        hint={t("suspended", { n: n(data?.workspaces.suspended) })}
        href="/operator/workspaces"
        loading={loading}
      />
      <Figure
        label={t("messages")}
        value={n(data?.workspaces.messages)}
        href="/operator/workspaces"
        loading={loading}
      />
      <Figure
        label={t("bots")}
        value={n(data?.bots.troubled)}
        hint={t("ofBots", { n: n(data?.bots.all) })}
        href="/operator/bots"
        loading={loading}
      />
      <Figure
        label={t("errors")}
        value={n(data?.errors)}
        hint={t("errorsHint")}
        href="/operator/errors"
        loading={loading}
      />
    </div>
  );
}

function QueueTable({ queues }: { queues: readonly Queue[] | undefined }) {
  const t = useTranslations("operator.queues");
  const format = useFormat();
  const count = (
    key: "waiting" | "running" | "scheduled" | "retried" | "stuck",
    more: Partial<Column<Queue>> = {},
  ): Column<Queue> => ({
    key,
    header: t(key),
    align: "end",
    cell: (queue) => (
      <span className={key === "stuck" && queue.stuck > 0 ? "font-medium text-danger" : undefined}>
        {format.number(queue[key])}
      </span>
    ),
    ...more,
  });
  const columns: Column<Queue>[] = [
    { key: "name", header: t("name"), cell: ({ name }) => t(`names.${name}`) },
    count("waiting"),
    {
      key: "oldest",
      header: t("oldest"),
      align: "end",
      cell: ({ oldestS }) =>
        oldestS === null ? (
          <span className="text-ink-faint">{t("none")}</span>
        ) : (
          <bdi>{format.duration(oldestS * 1_000)}</bdi>
        ),
    },
    count("running", { hideBelow: "sm" }),
    count("scheduled", { hideBelow: "lg" }),
    count("retried", { hideBelow: "sm" }),
    count("stuck"),
  ];
  return (
    <Card title={t("title")} hint={t("hint")} flush>
      <DataTable
        label={t("title")}
        className="rounded-t-none border-0 border-t"
        columns={columns}
        rows={queues ?? []}
        rowKey={({ name }) => name}
        state={queues ? undefined : "loading"}
        empty={null}
      />
    </Card>
  );
}
