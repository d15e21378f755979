"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { ChangedConversations, ConversationChange } from "@/server/conversations/schemas";
import { toErrorKey } from "./use-moves";

export type Change = { conversationId: string; change: ConversationChange };

/**
 * Changes one conversation or many, says what was done and offers the way back. What was refused is named by its
 * reason; the rest is done all the same.
 */
export function useChanges() {
  const t = useTranslations("conversations");
  const common = useTranslations("common");
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { mutateAsync, isPending } = useMutation(trpc.conversations.change.mutationOptions());

  const run = useCallback(
    async (changes: readonly Change[], said: string | null): Promise<ChangedConversations | null> => {
      const send = async (wanted: readonly Change[]) => {
        try {
          return (await mutateAsync({ changes: [...wanted] })) as ChangedConversations;
        } catch (error) {
          toast.failed(t(toErrorKey(errorCode(error))));
          return null;
        } finally {
          void cache.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
          void cache.invalidateQueries({ queryKey: ["thread", slug] });
        }
      };
      const tellRefused = ({ refused }: ChangedConversations) => {
        const [first] = refused;
        if (!first) return;
        toast.failed(t("bulk.refused", { count: refused.length }), { detail: t(toErrorKey(first.code)) });
      };
      const takeBack = async (back: readonly Change[]) => {
        const outcome = await send(back);
        if (outcome) tellRefused(outcome);
      };
      const outcome = await send(changes);
      if (!outcome) return null;
      const back = outcome.done.flatMap(({ conversationId, undo }) =>
        undo ? [{ conversationId, change: undo }] : [],
      );
      if (said && outcome.done.length > 0) {
        toast.done(said, {
          undo: back.length > 0 ? { label: common("undo"), run: () => void takeBack(back) } : undefined,
        });
      }
      tellRefused(outcome);
      return outcome;
    },
    [cache, common, mutateAsync, slug, t, trpc],
  );
  return { run, isChanging: isPending };
}
