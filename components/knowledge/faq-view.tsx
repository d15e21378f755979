"use client";

import { useQuery } from "@tanstack/react-query";
import BookOpen from "lucide-react/icons/book-open";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { EmptyState } from "@/components/ui/states";
import { FaqFilters } from "./faq-filters";
import { FaqTable } from "./faq-table";
import type { KnowledgeAddress } from "./use-knowledge-address";

const FaqDuplicates = dynamic(
  lasting(() => import("./faq-duplicates").then((file) => file.FaqDuplicates)),
  {
    ssr: false,
  },
);
const FaqSheet = dynamic(
  lasting(() => import("./faq-sheet").then((file) => file.FaqSheet)),
  { ssr: false },
);

/** The questions: finding, opening, writing. */
export function FaqView({
  address,
  mayChange,
  add,
}: {
  address: KnowledgeAddress;
  mayChange: boolean;
  add: ReactNode;
}) {
  const t = useTranslations("knowledge");
  const trpc = useTRPC();
  const [typed, setTyped] = useState(address.search);
  const search = useDeferredValue(typed).trim();
  const { language, tag, isEnabled } = address;
  const entries = useQuery(
    trpc.knowledge.list.queryOptions(
      {
        limit: 500,
        ...(search ? { search } : {}),
        ...(language ? { language } : {}),
        ...(tag ? { tag } : {}),
        ...(isEnabled === null ? {} : { isEnabled }),
      },
      { placeholderData: (previous) => previous },
    ),
  );
  const rows = entries.data?.rows ?? [];
  const isFiltered = search !== "" || language !== null || tag !== null || isEnabled !== null;
  const opened = rows.find((entry) => entry.id === address.entry);
  const clear = () => {
    setTyped("");
    address.clear();
  };

  return (
    <>
      {(rows.length > 0 || isFiltered) && (
        <div className="flex flex-wrap items-center gap-2">
          <FaqFilters address={address} typed={typed} onType={setTyped} tags={entries.data?.tags ?? []} />
          <span className="text-ink-muted text-sm" aria-live="polite">
            {entries.data && <bdi>{t("faq.count", { count: entries.data.total })}</bdi>}
          </span>
        </div>
      )}
      {mayChange && <FaqDuplicates />}
      <FaqTable
        entries={rows}
        state={entries.isPending ? "loading" : entries.isError && !entries.data ? "failed" : undefined}
        onRetry={() => entries.refetch()}
        currentId={address.entry}
        onOpen={address.open}
        empty={
          isFiltered ? (
            <EmptyState
              title={t("faq.noMatch.title")}
              hint={t("faq.noMatch.hint")}
              action={<Button onClick={clear}>{t("faq.noMatch.clear")}</Button>}
            />
          ) : (
            <EmptyState
              icon={<BookOpen aria-hidden size={20} />}
              title={t("faq.empty.title")}
              hint={t("faq.empty.hint")}
              example={t("faq.empty.example")}
              action={add}
            />
          )
        }
      />
      <FaqSheet
        entryId={address.entry}
        entry={opened}
        isMissing={address.entry !== null && address.entry !== "new" && !opened && !entries.isPending}
        mayChange={mayChange}
        onOpen={address.open}
        onClose={() => address.open(null)}
      />
    </>
  );
}
