"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card, DescriptionList } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { type WeeklyWay, weeklyWays } from "@/server/notifications/rules";

const failures: Readonly<Record<string, "nowhere" | "limited">> = {
  NOWHERE_TO_SEND: "nowhere",
  LIMIT_REACHED: "limited",
};

/** The weekly report: by which ways it comes, how it looks, and one at once. */
export function WeeklyCard(props: {
  weekly: Readonly<Record<WeeklyWay, boolean>>;
  onChange: (weekly: Partial<Record<WeeklyWay, boolean>>) => void;
}) {
  const t = useTranslations("settings.notifications.weekly");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const send = useMutation(
    trpc.reports.sendWeeklyNow.mutationOptions({
      onSuccess: () => toast.done(t("sent")),
      onError: (error) => toast.failed(t(failures[errorCode(error) ?? ""] ?? "failed")),
    }),
  );
  return (
    <Card title={t("title")} hint={t("hint")}>
      <div className="flex flex-col gap-4">
        {weeklyWays.map((way) => (
          <Switch
            key={way}
            label={t(way)}
            checked={props.weekly[way]}
            onCheckedChange={(isOn) => props.onChange({ [way]: isOn })}
          />
        ))}
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {t(isOpen ? "hide" : "preview")}
          </Button>
          <Button loading={send.isPending} onClick={() => send.mutate()}>
            {t("now")}
          </Button>
        </div>
        {isOpen && <Preview />}
      </div>
    </Card>
  );
}

function Preview() {
  const t = useTranslations("settings.notifications.weekly");
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const { data, isError, refetch } = useQuery(trpc.reports.previewWeekly.queryOptions());
  if (!data) {
    return isError ? (
      <ErrorState onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="aspect-[5/3] h-auto w-full rounded-lg" />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {data.picture ? (
        // biome-ignore lint/performance/noImgElement: drawn for this reader, and nowhere to be fetched from.
        <img
          src={`data:image/png;base64,${data.picture}`}
          alt={t("alt")}
          width={1_200}
          height={720}
          className="h-auto w-full rounded-lg border border-line"
        />
      ) : (
        <p className="text-ink-muted">{t("empty")}</p>
      )}
      <DescriptionList
        items={data.figures.map(({ label, value, change }) => ({
          term: <bdi>{label}</bdi>,
          value: (
            <span className="flex flex-wrap gap-x-2">
              <bdi className="font-medium">{value}</bdi>
              {change && <bdi className="text-ink-muted">{change}</bdi>}
            </span>
          ),
        }))}
      />
      <p className="rounded-lg bg-sunken p-3">
        <span className="font-medium">{t("suggestion")}: </span>
        <Link href={`/w/${slug}/${data.suggestion.href}`} className="text-accent-text underline">
          <bdi>{data.suggestion.text}</bdi>
        </Link>
      </p>
    </div>
  );
}
