"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Mail from "lucide-react/icons/mail";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { errorCode, useTRPC } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState, ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { MailState } from "@/server/mail/rules";
import type { HeldBackAddress, Mail as SentMail } from "@/server/mail/schemas";

const tones: Record<MailState, Tone> = {
  queued: "neutral",
  sending: "neutral",
  sent: "success",
  failed: "danger",
  bounced: "danger",
  complained: "danger",
  suppressed: "warn",
  unconfirmed: "warn",
};

/** What this workspace has mailed, what became of it, and the addresses that it does not reach. */
export function MailScreen() {
  const t = useTranslations("mail.settings");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const sent = useInfiniteQuery(
    trpc.mail.list.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor }),
  );
  useLive(["mail/"], () => void cache.invalidateQueries({ queryKey: trpc.mail.pathKey() }));
  const columns = useSentColumns();
  if (errorCode(sent.error) === "PERMISSION_DENIED") return <ForbiddenState />;
  const server = sent.data?.pages[0]?.server;
  return (
    <div className="flex flex-col gap-6">
      <p className="text-ink-muted">{t("lead")}</p>
      {server === "off" && <Notice tone="warn">{t("off")}</Notice>}
      {server === "failing" && <Notice tone="warn">{t("failing")}</Notice>}
      <HeldBack />
      <Card title={t("sent.title")} flush>
        <DataTable
          label={t("sent.title")}
          columns={columns}
          rows={sent.data?.pages.flatMap(({ mails }) => mails) ?? []}
          rowKey={({ id }) => id}
          state={tableState(sent)}
          empty={
            <EmptyState
              icon={<Mail aria-hidden size={20} />}
              title={t("sent.none")}
              hint={t("sent.noneHint")}
            />
          }
        />
        {sent.hasNextPage && (
          <div className="border-line border-t p-3">
            <Button loading={sent.isFetchingNextPage} onClick={() => void sent.fetchNextPage()}>
              {t("sent.more")}
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}

function HeldBack() {
  const t = useTranslations("mail.settings");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const held = useQuery(trpc.mail.heldBack.queryOptions());
  const lift = useMutation(
    trpc.mail.lift.mutationOptions({
      onSuccess: () => toast.done(t("held.lifted")),
      onError: (error) => toast.failed(t("failedToLift"), { detail: error.message }),
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.mail.pathKey() }),
    }),
  );
  const columns: Column<HeldBackAddress>[] = [
    { key: "address", header: t("held.address"), cell: ({ address }) => <bdi>{address}</bdi> },
    {
      key: "reason",
      header: t("held.reason"),
      cell: ({ reason, said }) => <span title={said ?? undefined}>{t(`held.${reason}`)}</span>,
    },
    { key: "since", header: t("held.since"), cell: ({ at }) => <RelativeTime value={at} /> },
    {
      key: "lift",
      header: t("held.lift"),
      cell: ({ address, canLift }) =>
        canLift && (
          <Button size="sm" loading={lift.isPending} onClick={() => lift.mutate({ address })}>
            {t("held.lift")}
          </Button>
        ),
    },
  ];
  return (
    <Card title={t("held.title")} hint={t("held.hint")} flush>
      <DataTable
        label={t("held.title")}
        columns={columns}
        rows={held.data ?? []}
        rowKey={({ address, reason }) => `${address} ${reason}`}
        state={tableState(held)}
        empty={<p className="px-4 py-3 text-ink-muted">{t("held.none")}</p>}
      />
    </Card>
  );
}

function useSentColumns(): Column<SentMail>[] {
  const t = useTranslations("mail");
  return [
    {
      key: "template",
      header: t("settings.sent.template"),
      cell: ({ template }) => t(`templates.${template}`),
    },
    { key: "address", header: t("settings.sent.address"), cell: ({ address }) => <bdi>{address}</bdi> },
    {
      key: "state",
      header: t("settings.sent.state"),
      cell: ({ state, reason, said }) => (
        <span className="flex flex-col items-start gap-0.5" title={said ?? undefined}>
          <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
          {reason && <span className="text-ink-muted text-sm">{t(`reasons.${reason}`)}</span>}
        </span>
      ),
    },
    {
      key: "when",
      header: t("settings.sent.when"),
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
  ];
}

/** What a table shows in place of rows. */
function tableState(query: { isPending: boolean; isError: boolean; data: unknown; refetch: () => unknown }) {
  if (query.isPending) return "loading" as const;
  return query.isError && !query.data
    ? { error: true as const, onRetry: () => void query.refetch() }
    : undefined;
}
