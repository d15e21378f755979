"use client";

import { useQuery } from "@tanstack/react-query";
import ChevronRight from "lucide-react/icons/chevron-right";
import Download from "lucide-react/icons/download";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { toQuery } from "@/components/conversations/use-inbox-address";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { buttonClass } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { CountedFigure, FigureSpan, KeyedFigure } from "@/server/insight/rules";
import { isSpan } from "./compare";
import { useTellSpan } from "./tell-span";

/** Whose rows are open, and what they are called. */
export type OpenedRows = { figure: CountedFigure | KeyedFigure; key?: string; label: string };

/** The conversations behind a figure, beside the figures; each leads to the inbox, all of them into a file. */
export function FigureRows(props: { opened: OpenedRows | null; days: FigureSpan; onClose: () => void }) {
  const t = useTranslations("insight");
  const locale = useLocale();
  const { slug } = useWorkspace();
  const { opened, days } = props;
  const tellSpan = useTellSpan();
  const query = opened && {
    workspace: slug,
    figure: opened.figure,
    days: String(days),
    lang: locale,
    ...(opened.key ? { key: opened.key } : {}),
  };
  return (
    <Sheet
      open={opened !== null}
      onOpenChange={(open) => !open && props.onClose()}
      title={opened?.label}
      description={tellSpan(days)}
      footer={
        query && (
          <a
            href={`/api/insight/export?${new URLSearchParams(query)}`}
            download
            className={buttonClass("secondary", "md")}
          >
            <Download aria-hidden size={16} />
            {t("rows.file")}
          </a>
        )
      }
    >
      {opened && <Rows opened={opened} days={days} />}
    </Sheet>
  );
}

function Rows({ opened, days }: { opened: OpenedRows; days: FigureSpan }) {
  const t = useTranslations("insight");
  const format = useFormat();
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const { figure, key } = opened;
  const rows = useQuery(trpc.insight.rows.queryOptions({ figure, days, ...(key ? { key } : {}) }));

  if (rows.isError) return <ErrorState onRetry={() => rows.refetch()} />;
  if (!rows.data) return <Skeleton className="h-40 w-full" />;
  const { items, isTruncated } = rows.data;
  if (items.length === 0) return <EmptyState title={t("rows.empty")} hint={t("rows.emptyHint")} />;

  const tell = (amount: number | null) => {
    if (amount === null) return null;
    if (figure === "rating") return t("rows.rating", { amount });
    if (!isSpan(figure)) {
      return t(figure === "minutesSaved" ? "rows.minutesSaved" : "rows.messagesIn", { amount });
    }
    return amount < 1 ? t("underASecond") : format.duration(amount * 1_000);
  };
  return (
    <>
      <ul className="-mx-2 flex flex-col">
        {items.map(({ conversationId, status, name, at, amount }) => (
          <li key={conversationId}>
            <Link
              href={`/w/${slug}/conversations${toQuery({ status, filters: {}, q: "", place: null, conversationId, messageId: null })}`}
              className="flex min-h-11 items-center gap-3 rounded-md px-2 py-1.5 hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <bdi className="block truncate font-medium">{name}</bdi>
                <span className="text-ink-muted text-sm">{format.dateTime(at)}</span>
              </span>
              <bdi className="shrink-0 text-ink-muted text-sm tabular-nums">{tell(amount)}</bdi>
              <ChevronRight aria-hidden size={16} className="shrink-0 text-ink-faint rtl:-scale-x-100" />
            </Link>
          </li>
        ))}
      </ul>
      {isTruncated && (
        <p className="mt-3 text-ink-faint text-sm">{t("rows.more", { count: items.length })}</p>
      )}
    </>
  );
}
