"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useTRPC } from "@/components/trpc";
import { Card, DescriptionList } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { System } from "@/server/operator/schemas";
import { ActsCard } from "./acts-card";
import { refreshMs } from "./refresh";

/** What runs, since when, and what operators did. */
export function SystemScreen() {
  const t = useTranslations("operator.system");
  const trpc = useTRPC();
  const system = useQuery(
    trpc.operator.system.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      {system.isError && !system.data ? (
        <ErrorState onRetry={() => void system.refetch()} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-3">
          <Versions data={system.data} />
          <Process data={system.data} />
          <Libraries data={system.data} />
        </div>
      )}
      <ActsCard />
    </>
  );
}

type Part = { data: System | undefined };
const code = (text: string | number) => (
  <bdi dir="ltr" className="break-all">
    {text}
  </bdi>
);

function Versions({ data }: Part) {
  const t = useTranslations("operator.system");
  const format = useFormat();
  return (
    <Facts
      title={t("versions")}
      items={
        data && [
          { term: t("version"), value: code(data.version) },
          { term: t("build"), value: data.build ? code(data.build) : t("noBuild") },
          { term: t("node"), value: code(data.node) },
          { term: t("postgres"), value: code(data.postgres) },
          {
            term: t("migration"),
            value: (
              <>
                {code(data.migration)}
                {data.pendingMigrations > 0 && (
                  <span className="block text-danger">
                    {t("pending", { n: format.number(data.pendingMigrations) })}
                  </span>
                )}
              </>
            ),
          },
        ]
      }
    />
  );
}

function Process({ data }: Part) {
  const t = useTranslations("operator.system");
  const format = useFormat();
  return (
    <Facts
      title={t("process")}
      items={
        data && [
          { term: t("started"), value: format.dateTime(data.startedAt) },
          { term: t("pid"), value: code(data.pid) },
          { term: t("resident"), value: <bdi>{format.bytes(data.memory.residentBytes)}</bdi> },
          { term: t("heap"), value: <bdi>{format.bytes(data.memory.heapBytes)}</bdi> },
          {
            term: t("storage"),
            value: data.storage
              ? t("ofStorage", {
                  free: format.bytes(data.storage.freeBytes),
                  total: format.bytes(data.storage.totalBytes),
                })
              : "–",
          },
          { term: t("sandbox"), value: data.isSandboxOn ? t("on") : t("off") },
        ]
      }
    />
  );
}

function Libraries({ data }: Part) {
  const t = useTranslations("operator.system");
  return (
    <Facts
      title={t("libraries")}
      items={data?.libraries.map(({ name, version }) => ({ term: code(name), value: code(version) }))}
    />
  );
}

function Facts(props: {
  title: string;
  items: readonly { term: ReactNode; value: ReactNode }[] | undefined;
}) {
  return (
    <Card title={props.title}>
      {props.items ? (
        <DescriptionList className="tabular-nums" items={props.items} />
      ) : (
        <SkeletonText lines={5} />
      )}
    </Card>
  );
}
