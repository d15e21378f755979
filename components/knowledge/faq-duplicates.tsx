"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio";
import { Sheet } from "@/components/ui/sheet";
import { EmptyState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { FaqEntry } from "@/server/knowledge/schemas";
import { useFailure } from "./use-failure";

/** Questions that ask the same: told above the list, and made one in a sheet. */
export function FaqDuplicates() {
  const t = useTranslations("knowledge.duplicates");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  // A remark beside the list: where it cannot be read, the list is none the worse.
  const found = useQuery(trpc.knowledge.duplicates.queryOptions(undefined, { staleTime: 30_000 }));
  const { groups = [], total = 0 } = found.data ?? {};
  return (
    <>
      {total > 0 && (
        <Notice
          action={
            <Button size="sm" onClick={() => setOpen(true)}>
              {t("look")}
            </Button>
          }
        >
          {t("found", { count: total })}
        </Notice>
      )}
      <Sheet open={isOpen} onOpenChange={setOpen} title={t("title")} width="lg">
        {groups.length === 0 ? (
          <EmptyState title={t("none.title")} hint={t("none.hint")} />
        ) : (
          <div className="flex flex-col gap-4">
            <p className="text-ink-muted">{t("hint")}</p>
            {groups.map((group) => (
              <DuplicateGroup key={group.map(({ id }) => id).join()} entries={group} />
            ))}
          </div>
        )}
      </Sheet>
    </>
  );
}

function DuplicateGroup({ entries }: { entries: readonly FaqEntry[] }) {
  const t = useTranslations("knowledge.duplicates");
  const [keptId, setKept] = useState(entries[0]?.id ?? null);
  const { merge, keepApart, isBusy, failure } = useDuplicateMoves();
  const kept = entries.find(({ id }) => id === keptId);
  return (
    <Card>
      <div className="flex flex-col gap-4">
        {failure && <Notice tone="danger">{failure}</Notice>}
        <RadioGroup
          label={t("kept")}
          value={keptId}
          onValueChange={setKept}
          items={entries.map((entry) => ({
            value: entry.id,
            label: (
              <bdi lang={entry.language} className="font-medium">
                {entry.question}
              </bdi>
            ),
            hint: (
              <bdi lang={entry.language} className="line-clamp-3">
                {entry.answer}
              </bdi>
            ),
          }))}
        />
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            disabled={!kept}
            loading={isBusy}
            onClick={() => kept && merge(kept, entries)}
          >
            {t("merge")}
          </Button>
          <Button variant="ghost" disabled={isBusy} onClick={() => keepApart(entries)}>
            {t("different")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function useDuplicateMoves() {
  const t = useTranslations("knowledge.duplicates");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useFailure();
  const onSettled = () => cache.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
  const undo = useMutation(
    trpc.knowledge.undoMerge.mutationOptions({
      onSuccess: () => toast.done(t("undone")),
      onError: (error) => toast.failed(describe(error)),
      onSettled,
    }),
  );
  const merge = useMutation(
    trpc.knowledge.merge.mutationOptions({
      onSuccess({ entry, before, removed }) {
        const run = () =>
          undo.mutate({
            faqEntryId: entry.id,
            version: entry.version,
            alternatives: before.alternatives,
            tags: before.tags,
            removed: removed.map(({ question, alternatives, answer, language, tags, isEnabled }) => ({
              ...{ question, alternatives, answer, language, tags, isEnabled },
            })),
          });
        toast.done(t("merged"), { undo: { label: common("undo"), run } });
      },
      onSettled,
    }),
  );
  const apart = useMutation(
    trpc.knowledge.keepApart.mutationOptions({ onSuccess: () => toast.done(t("keptApart")), onSettled }),
  );
  const failed = merge.isError ? merge.error : apart.isError ? apart.error : null;
  return {
    merge: (kept: FaqEntry, entries: readonly FaqEntry[]) =>
      merge.mutate({
        into: { faqEntryId: kept.id, version: kept.version },
        from: entries
          .filter(({ id }) => id !== kept.id)
          .map(({ id, version }) => ({ faqEntryId: id, version })),
      }),
    keepApart: (entries: readonly FaqEntry[]) => apart.mutate({ faqEntryIds: entries.map(({ id }) => id) }),
    isBusy: merge.isPending || apart.isPending,
    failure: failed ? describe(failed) : null,
  };
}
