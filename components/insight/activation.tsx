"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";

/** How far the workspace has come, and how soon the agent gave its first answer. */
export function Activation() {
  const t = useTranslations("insight");
  const format = useFormat();
  const trpc = useTRPC();
  const report = useQuery(trpc.insight.activation.queryOptions());
  const { steps = [], firstAnswerAfterS = null } = report.data ?? {};
  const created = steps.find(({ step }) => step === "created")?.at ?? null;
  const after = (at: string) =>
    created && at > created
      ? t("activation.after", { span: format.duration(Date.parse(at) - Date.parse(created)) })
      : "";
  return (
    <Card
      title={t("activation.title")}
      hint={
        firstAnswerAfterS === null
          ? t("activation.hint")
          : t("activation.firstAnswer", {
              span: firstAnswerAfterS < 1 ? t("underASecond") : format.duration(firstAnswerAfterS * 1_000),
            })
      }
    >
      {report.isPending ? (
        <Skeleton className="h-40" />
      ) : (
        <ol className="flex flex-col">
          {steps.map(({ step, at }) => (
            <li key={step} className="flex min-h-9 items-center gap-3 border-line border-t first:border-t-0">
              <span
                aria-hidden
                className={`size-2.5 shrink-0 rounded-full ${at ? "bg-accent" : "border border-line-control"}`}
              />
              <span className={`min-w-0 flex-1 ${at ? "" : "text-ink-muted"}`}>
                {t(`activation.steps.${step}`)}
              </span>
              <span className="text-end text-ink-muted text-sm tabular-nums">
                {at ? `${format.dateTime(at)} ${after(at)}` : t("activation.notYet")}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
