"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import Pencil from "lucide-react/icons/pencil";
import StickyNote from "lucide-react/icons/sticky-note";
import Trash2 from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { useFormat } from "@/lib/format/use-format";
import { mayDelete, splitMentions } from "@/server/notes/rules";
import type { Note } from "@/server/notes/schemas";
import { NoteField } from "./note-field";
import { useNoteChanges } from "./use-notes";

/** What a member left for the others: between the messages, and never one of them. */
export function NoteCard({ note, canAct }: { note: Note; canAct: boolean }) {
  const t = useTranslations("conversations.notes");
  const format = useFormat();
  const { member } = useWorkspace();
  const [isEditing, setEditing] = useState(false);
  const { edit, deleteNote } = useNoteChanges();
  const isOwn = note.member.id === member.id;
  return (
    <article
      aria-label={t("by", { name: note.member.name })}
      className="group mt-4 flex gap-2.5 rounded-lg border border-warn/30 bg-warn-soft/60 px-3 py-2"
    >
      <StickyNote aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <bdi className="font-medium">{isOwn ? t("you") : note.member.name}</bdi>
          <span className="text-ink-muted text-xs">
            {t("only")} · <time dateTime={note.createdAt}>{format.time(note.createdAt)}</time>
            {note.editedAt && ` · ${t("edited")}`}
          </span>
        </p>
        {isEditing ? (
          <NoteField
            initial={note.text}
            submitLabel={t("saveEdit")}
            isBusy={edit.isPending}
            onCancel={() => setEditing(false)}
            onSubmit={(text, mentions) =>
              edit.mutate({ noteId: note.id, text, mentions }, { onSuccess: () => setEditing(false) })
            }
          />
        ) : (
          <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {splitMentions(
              note.text,
              note.mentions.map(({ name }) => name),
            ).map(({ text, isMention }, index) =>
              isMention ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no identity of their own.
                <mark key={index} className="rounded-sm bg-accent-soft px-0.5 font-medium text-accent-text">
                  {text}
                </mark>
              ) : (
                text
              ),
            )}
          </p>
        )}
      </div>
      {canAct && !isEditing && mayDelete({ isOwn, role: member.role }) && (
        <Menu
          trigger={
            <IconButton
              size="sm"
              label={t("actions")}
              icon={<Ellipsis aria-hidden size={16} />}
              className="opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 max-sm:opacity-100"
            />
          }
        >
          {isOwn && (
            <MenuItem icon={<Pencil aria-hidden size={16} />} onSelect={() => setEditing(true)}>
              {t("edit")}
            </MenuItem>
          )}
          <MenuItem danger icon={<Trash2 aria-hidden size={16} />} onSelect={() => deleteNote(note.id)}>
            {t("delete")}
          </MenuItem>
        </Menu>
      )}
    </article>
  );
}
