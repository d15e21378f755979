"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { FaqEntry } from "@/server/knowledge/schemas";
import { useFailure } from "./use-failure";

/** Writing, changing and deleting a question; a deleted one can be put back. */
export function useFaqMoves(onDone: () => void) {
  const t = useTranslations("knowledge.entry");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useFailure();
  const refetch = () => cache.invalidateQueries({ queryKey: trpc.knowledge.pathKey() });
  const finish = (text: string) => {
    toast.done(text);
    onDone();
  };

  const create = useMutation(
    trpc.knowledge.create.mutationOptions({ onSuccess: () => finish(t("added")), onSettled: refetch }),
  );
  const update = useMutation(
    trpc.knowledge.update.mutationOptions({ onSuccess: () => finish(t("saved")), onSettled: refetch }),
  );
  const putBack = useMutation(
    trpc.knowledge.create.mutationOptions({
      onSuccess: () => toast.done(t("added")),
      onError: (error) => toast.failed(describe(error)),
      onSettled: refetch,
    }),
  );
  const remove = useMutation(
    trpc.knowledge.delete.mutationOptions({
      onSuccess({ question, alternatives, answer, language, tags, isEnabled }) {
        const run = () => putBack.mutate({ question, alternatives, answer, language, tags, isEnabled });
        toast.done(t("deleted"), { undo: { label: common("undo"), run } });
        onDone();
      },
      onError: (error) => toast.failed(describe(error)),
      onSettled: refetch,
    }),
  );
  const failed = create.isError ? create.error : update.isError ? update.error : null;
  return {
    create: create.mutate,
    update: update.mutate,
    remove: async (entry: FaqEntry) => {
      await remove.mutateAsync({ faqEntryId: entry.id }).catch(() => {});
    },
    isSaving: create.isPending || update.isPending,
    failure: failed ? describe(failed) : null,
  };
}
