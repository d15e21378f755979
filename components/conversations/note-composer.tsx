"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { v7 } from "uuid";
import { toPublicId } from "@/lib/public-id";
import { NoteField } from "./note-field";
import { useDraft } from "./use-draft";
import { useNoteChanges } from "./use-notes";

/** Writes a note for the team; what is typed is kept like a reply, apart from it. */
export function NoteComposer({ conversationId, onDone }: { conversationId: string; onDone: () => void }) {
  const t = useTranslations("conversations.notes");
  const [text, setText] = useDraft(`note.${conversationId}`);
  const { add } = useNoteChanges();
  const field = useRef<HTMLTextAreaElement>(null);
  /** The note's id to be: a second press on what failed adds no second one. */
  const id = useRef(v7());
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="px-4 pb-4">
      <div className="mx-auto w-full max-w-3xl">
        <NoteField
          initial={text}
          onText={setText}
          submitLabel={t("save")}
          isBusy={add.isPending}
          field={field}
          onSubmit={(words, mentions) =>
            add.mutate(
              { conversationId, noteId: toPublicId("note", id.current), text: words, mentions },
              {
                onSuccess: () => {
                  id.current = v7();
                  setText("");
                  onDone();
                },
              },
            )
          }
        />
      </div>
    </div>
  );
}
