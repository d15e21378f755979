"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC } from "@/components/trpc";
import { toast } from "@/components/ui/toast";

const known = [
  "MERGE_WITH_SELF",
  "CUSTOMER_MERGED",
  "CUSTOMER_BLOCKED",
  "CUSTOMER_NOT_FOUND",
  "MERGE_NOT_FOUND",
  "MERGE_NOT_UNDOABLE",
  "PERMISSION_DENIED",
] as const;

/** Why two records were not made one, or not two again, and what to do. */
export function sayMergeFailure(
  t: ReturnType<typeof useTranslations<"customers.merge">>,
  code: string | null,
): string {
  return t(`failures.${known.find((one) => one === code) ?? "other"}`);
}

/** Makes two records of one again, and says where that stays which has come since. */
export function useUndoMerge() {
  const t = useTranslations("customers.merge");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const undo = useMutation(
    trpc.customers.undoMerge.mutationOptions({
      onSuccess: ({ conversationsSince, notRestored }) =>
        toast.done(
          [
            t("undone"),
            conversationsSince > 0 ? t("since", { count: conversationsSince }) : "",
            notRestored > 0 ? t("notRestored", { count: notRestored }) : "",
          ]
            .filter(Boolean)
            .join(" "),
        ),
      onError: (error) => toast.failed(sayMergeFailure(t, errorCode(error))),
      // Conversations, notes and tasks have changed their customer as well.
      onSettled: () => cache.invalidateQueries(),
    }),
  );
  return { run: (mergeId: string) => undo.mutate({ mergeId }), isPending: undo.isPending };
}
