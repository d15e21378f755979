"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import { toErrorKey } from "./use-moves";
import { threadKey } from "./use-thread";

/** Editing, deleting and reacting. What was refused says why; a deletion offers its undo while it waits. */
export function useMessageChanges(conversationId: string) {
  const t = useTranslations("conversations");
  const common = useTranslations("common");
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: threadKey(slug, conversationId) });
  const onError = (error: unknown) => toast.failed(t(toErrorKey(errorCode(error))));

  const edit = useMutation(trpc.conversations.editMessage.mutationOptions({ onError, onSettled }));
  const react = useMutation(trpc.conversations.react.mutationOptions({ onError, onSettled }));
  const undo = useMutation(
    trpc.conversations.undoDeleteMessage.mutationOptions({
      onError,
      onSettled,
      onSuccess: () => toast.done(t("change.kept")),
    }),
  );
  const remove = useMutation(
    trpc.conversations.deleteMessage.mutationOptions({
      onError,
      onSettled,
      onSuccess: ({ messageId, leavesAt }) =>
        leavesAt
          ? toast.done(t("change.deleting"), {
              undo: { label: common("undo"), run: () => undo.mutate({ messageId }) },
            })
          : toast.done(t("change.heldBack")),
    }),
  );
  return { edit, react, remove, undo };
}
