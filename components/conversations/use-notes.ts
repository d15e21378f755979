"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { errorCode, useTRPC } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { Note } from "@/server/notes/schemas";
import { toErrorKey } from "./use-moves";

const none: readonly Note[] = [];

/** The notes of a thread, kept fresh. */
export function useNotes(conversationId: string): readonly Note[] {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const query = useQuery(trpc.notes.list.queryOptions({ conversationId }));
  useLive(["note/"], () => void cache.invalidateQueries({ queryKey: trpc.notes.pathKey() }));
  return query.data ?? none;
}

/** Leaving, changing and deleting notes; what was refused stays with its writer. */
export function useNoteChanges() {
  const t = useTranslations("conversations");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const shared = {
    onError: (error: unknown) => toast.failed(t(toErrorKey(errorCode(error)))),
    onSettled: () => cache.invalidateQueries({ queryKey: trpc.notes.pathKey() }),
  };
  const add = useMutation(trpc.notes.add.mutationOptions(shared));
  const edit = useMutation(trpc.notes.edit.mutationOptions(shared));
  const remove = useMutation(trpc.notes.delete.mutationOptions(shared));
  const deleteNote = (noteId: string) =>
    remove.mutate(
      { noteId },
      {
        onSuccess: () =>
          toast.done(t("notes.deleted"), {
            undo: { label: common("undo"), run: () => remove.mutate({ noteId, isDeleted: false }) },
          }),
      },
    );
  return { add, edit, deleteNote };
}
