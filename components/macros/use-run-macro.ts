"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { v7 } from "uuid";
import { errorCode, useTRPC, useTRPCClient, useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import { toPublicId } from "@/lib/public-id";
import type { ConversationChange } from "@/server/conversations/schemas";
import type { Macro, MacroRun } from "@/server/macros/schemas";

/** As many changes as one call takes. */
const changesAtOnce = 100;

/** A conversation as its reader sees it. */
export type MacroTarget = { id: string; lastSeq: number };

const known = [
  "MACRO_BROKEN",
  "MACRO_NOT_FOUND",
  "CONVERSATION_CHANGED",
  "CONVERSATION_UNREAD",
  "CONVERSATION_STATE_INVALID",
  "CONVERSATION_SUPERSEDED",
  "CHANNEL_NOT_CONNECTED",
  "PERMISSION_DENIED",
  "TOO_MANY_TAGS",
] as const;

/** Runs a macro on conversations, says what was done, and offers the way back for what has one. */
export function useRunMacro() {
  const t = useTranslations("macros");
  const common = useTranslations("common");
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const { mutateAsync, isPending } = useMutation(trpc.macros.run.mutationOptions());

  const toReason = useCallback(
    (code: string | null) => t(`errors.${known.find((one) => one === code) ?? "unknown"}`),
    [t],
  );
  const refresh = useCallback(() => {
    void cache.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
    void cache.invalidateQueries({ queryKey: trpc.notes.pathKey() });
    void cache.invalidateQueries({ queryKey: trpc.macros.pathKey() });
    void cache.invalidateQueries({ queryKey: ["thread", slug] });
  }, [cache, slug, trpc]);

  const takeBack = useCallback(
    async (run: MacroRun) => {
      const changes = run.done.flatMap(({ conversationId, undo }) =>
        undo.map((change: ConversationChange) => ({ conversationId, change })),
      );
      try {
        for (let at = 0; at < changes.length; at += changesAtOnce)
          await client.conversations.change.mutate({ changes: changes.slice(at, at + changesAtOnce) });
      } catch (error) {
        toast.failed(toReason(errorCode(error)));
      }
      refresh();
    },
    [client, refresh, toReason],
  );

  const run = useCallback(
    async (macro: Pick<Macro, "id" | "name">, targets: readonly MacroTarget[]): Promise<boolean> => {
      try {
        const outcome = (await mutateAsync({
          macroId: macro.id,
          conversations: targets.map(({ id, lastSeq }) => ({
            conversationId: id,
            messageId: toPublicId("message", v7()),
            noteId: toPublicId("note", v7()),
            lastSeenSeq: lastSeq,
          })),
        })) as MacroRun;
        if (outcome.done.length > 0) {
          const hasBack = outcome.done.some(({ undo }) => undo.length > 0);
          const done = t("done", { name: macro.name, count: outcome.done.length });
          // What was said stays said, and the way back does not pretend otherwise.
          const isHalf = hasBack && outcome.done.some(({ isSaid }) => isSaid);
          toast.done(isHalf ? `${done}. ${t("saidStays")}` : done, {
            undo: hasBack ? { label: common("undo"), run: () => void takeBack(outcome) } : undefined,
          });
        }
        const [first] = outcome.refused;
        if (first)
          toast.failed(t("refused", { count: outcome.refused.length }), { detail: toReason(first.code) });
        return true;
      } catch (error) {
        toast.failed(toReason(errorCode(error)));
        return false;
      } finally {
        refresh();
      }
    },
    [common, mutateAsync, refresh, t, takeBack, toReason],
  );
  return { run, isRunning: isPending };
}
