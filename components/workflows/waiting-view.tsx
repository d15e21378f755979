"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/components/live";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { type Column, DataTable } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import { isDeliveryReason } from "@/server/deliveries/rules";
import type { TroubleState } from "@/server/operations/rules";
import type { WaitingItem, WaitingQueueState } from "@/server/operations/schemas";

const refetchMs = 5_000;

const tones: Record<TroubleState, Tone> = {
  failed: "danger",
  unconfirmed: "warn",
  retrying: "neutral",
  late: "warn",
};

/** What waits to be sent, answered, done later and told; what went wrong with it, and trying it again. */
export function WaitingView() {
  const t = useTranslations("workflows.waiting");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const waiting = useQuery({ ...trpc.operations.waiting.queryOptions(), refetchInterval: refetchMs });
  useLive(["delivery/"], () => void cache.invalidateQueries({ queryKey: trpc.operations.pathKey() }));
  if (errorCode(waiting.error) === "PERMISSION_DENIED") return <ForbiddenState />;
  if (!waiting.data)
    return waiting.isError ? <ErrorState onRetry={() => waiting.refetch()} /> : <SkeletonText lines={10} />;
  return (
    <>
      <p className="text-ink-muted">{t("lead")}</p>
      {waiting.data.map((queue) => (
        <QueueCard key={queue.queue} queue={queue} />
      ))}
    </>
  );
}

function QueueCard({ queue: state }: { queue: WaitingQueueState }) {
  const { queue, waiting, scheduled, oldestAt, troubled, items } = state;
  const t = useTranslations("workflows.waiting");
  const format = useFormat();
  const [isAsking, setAsking] = useState(false);
  const { retry, retryAll } = useRetry();
  const columns = useColumns((item) => retry.mutate({ queue: item.queue, id: item.id }), retry);
  const title = t(`queues.${queue}.title`);
  return (
    <Card
      flush
      title={title}
      hint={t(`queues.${queue}.hint`)}
      action={
        troubled > 0 && (
          <Button size="sm" loading={retryAll.isPending} onClick={() => setAsking(true)}>
            {t("retryAll")}
          </Button>
        )
      }
    >
      <p className="flex flex-wrap gap-x-4 gap-y-1 px-4 pb-3">
        <span>{t("count", { count: waiting })}</span>
        {oldestAt && (
          <span className="text-ink-muted">
            {t.rich("oldest", { when: () => <RelativeTime value={oldestAt} /> })}
          </span>
        )}
        {troubled > 0 && <span className="text-danger">{t("wrong", { count: troubled })}</span>}
        {scheduled > 0 && <span className="text-ink-muted">{t("scheduled", { count: scheduled })}</span>}
      </p>
      {troubled > 0 && (
        <DataTable
          className="rounded-t-none border-0 border-t"
          label={t("troubled", { queue: title })}
          columns={columns}
          rows={items}
          rowKey={({ id }) => id}
          empty={null}
        />
      )}
      {troubled > items.length && (
        <p className="border-line border-t px-4 py-3 text-ink-muted text-sm">
          {t("more", { count: troubled - items.length, shown: format.number(items.length) })}
        </p>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        tone="primary"
        title={t("confirm.title", { queue: title, count: troubled })}
        consequence={t(queue === "deliveries" ? "confirm.deliveries" : "confirm.others")}
        confirmLabel={t("retryAll")}
        onConfirm={async () => {
          // A refusal is told by a toast; the dialog has nothing more to ask.
          await retryAll.mutateAsync({ queue }).catch(() => {});
        }}
      />
    </Card>
  );
}

const refusals = ["WAITING_WORK_GONE", "DELIVERY_NOT_RETRYABLE", "DELIVERY_CHANNEL_GONE"] as const;

function useRetry() {
  const t = useTranslations("workflows.waiting");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const onError = (error: unknown) => {
    const code = refusals.find((known) => known === errorCode(error));
    toast.failed(t("failed"), { detail: code && t(`refusals.${code}`) });
  };
  const onSettled = () => cache.invalidateQueries({ queryKey: trpc.operations.pathKey() });
  return {
    retry: useMutation(
      trpc.operations.retry.mutationOptions({
        onSuccess: () => toast.done(t("retried")),
        onError,
        onSettled,
      }),
    ),
    retryAll: useMutation(
      trpc.operations.retryAll.mutationOptions({
        onSuccess: ({ count }) => toast.done(t("retriedAll", { count })),
        onError,
        onSettled,
      }),
    ),
  };
}

function useColumns(
  onRetry: (item: WaitingItem) => void,
  retry: { isPending: boolean; variables?: { id: string } | undefined },
): Column<WaitingItem>[] {
  const t = useTranslations("workflows.waiting");
  const tReasons = useTranslations("deliveries.reasons");
  const format = useFormat();
  const { slug } = useWorkspace();
  const kindOf = useKindName();
  return [
    {
      key: "what",
      header: t("columns.what"),
      cell: ({ queue, kind, state, reason, conversationId, nextAt, tries }) => (
        <span className="flex min-w-0 flex-col">
          {conversationId ? (
            <a
              className="w-fit text-accent-text hover:underline"
              href={`/w/${slug}/conversations?c=${conversationId}`}
            >
              {kindOf(queue, kind)}
            </a>
          ) : (
            <span>{kindOf(queue, kind)}</span>
          )}
          <span className="text-ink-muted text-sm">
            {[
              isDeliveryReason(reason) && tReasons(reason),
              tries > 0 && t("tries", { count: tries }),
              nextAt && t("next", { when: format.dateTime(nextAt) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
          <Badge tone={tones[state]} className="mt-1 sm:hidden">
            {t(`states.${state}`)}
          </Badge>
        </span>
      ),
    },
    {
      key: "state",
      header: t("columns.state"),
      width: "9rem",
      hideBelow: "sm",
      cell: ({ state }) => <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>,
    },
    {
      key: "at",
      header: t("columns.since"),
      width: "7rem",
      hideBelow: "sm",
      cell: ({ at }) => <RelativeTime value={at} />,
    },
    {
      key: "retry",
      header: t("columns.retry"),
      width: "8rem",
      align: "end",
      cell: (item) => (
        <Button
          size="sm"
          loading={retry.isPending && retry.variables?.id === item.id}
          onClick={() => onRetry(item)}
        >
          {t("retry")}
        </Button>
      ),
    },
  ];
}

/** What a piece of work is about, by the room it belongs to; an unknown one goes by its code. */
function useKindName() {
  const t = useTranslations("workflows.waiting");
  return (queue: WaitingItem["queue"], kind: string | null): string => {
    if (queue === "deliveries" || queue === "agent") {
      const key = `kinds.${queue === "agent" ? "answer" : kind}` as "kinds.send";
      return t.has(key) ? t(key) : (kind ?? "");
    }
    const key = `rooms.${kind?.split("/")[0]}` as "rooms.files";
    return t.has(key) ? t(key) : (kind ?? "");
  };
}
