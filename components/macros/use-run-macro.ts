"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { errorCode, useTRPC, useTRPCClient, useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { ConversationChange } from "@/server/conversations/schemas";
import type { Macro, MacroRun } from "@/server/macros/schemas";
import { runIds } from "./run-ids";

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

/** Whether nobody knows what came of a call: no answer, or one that stopped on the way. */
const isUnanswered = (code: string | null) => code === null || code === "INTERNAL_SERVER_ERROR";

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

  const tellRefused = useCallback(
    ({ refused }: Pick<MacroRun, "refused">) => {
      const [first] = refused;
      if (first) toast.failed(t("refused", { count: refused.length }), { detail: toReason(first.code) });
    },
    [t, toReason],
  );

  const takeBack = useCallback(
    async (run: MacroRun) => {
      const changes = run.done.flatMap(({ conversationId, undo }) =>
        undo.map((change: ConversationChange) => ({ conversationId, change })),
      );
      try {
        for (let at = 0; at < changes.length; at += changesAtOnce)
          tellRefused(
            await client.conversations.change.mutate({ changes: changes.slice(at, at + changesAtOnce) }),
          );
      } catch (error) {
        toast.failed(toReason(errorCode(error)));
      }
      refresh();
    },
    [client, refresh, tellRefused, toReason],
  );

  const run = useCallback(
    async (macro: Pick<Macro, "id" | "name">, targets: readonly MacroTarget[]): Promise<boolean> => {
      const settle = () => {
        for (const { id } of targets) runIds.settle(macro.id, id);
      };
      try {
        const outcome = (await mutateAsync({
          macroId: macro.id,
          conversations: targets.map(({ id, lastSeq }) => ({
            conversationId: id,
            ...runIds.take(macro.id, id),
            lastSeenSeq: lastSeq,
          })),
        })) as MacroRun;
        settle();
        if (outcome.done.length > 0) {
          const hasBack = outcome.done.some(({ undo }) => undo.length > 0);
          const done = t("done", { name: macro.name, count: outcome.done.length });
          // What was said stays said, and the way back does not pretend otherwise.
          const isHalf = hasBack && outcome.done.some(({ isSaid }) => isSaid);
          toast.done(isHalf ? `${done}. ${t("saidStays")}` : done, {
            undo: hasBack ? { label: common("undo"), run: () => void takeBack(outcome) } : undefined,
          });
        }
        tellRefused(outcome);
        return true;
      } catch (error) {
        const code = errorCode(error);
        if (isUnanswered(code)) toast.failed(t("errors.unanswered"));
        else {
          settle();
          toast.failed(toReason(code));
        }
        return false;
      } finally {
        refresh();
      }
    },
    [common, mutateAsync, refresh, t, takeBack, tellRefused, toReason],
  );
  return { run, isRunning: isPending };
}
