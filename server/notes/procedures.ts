import { workspaceProcedure } from "@/server/trpc";
import { addNote } from "./add-note";
import { deleteNote } from "./delete-note";
import { editNote } from "./edit-note";
import { listMentions } from "./list-mentions";
import { listNotes } from "./list-notes";
import { markMentionsSeen } from "./mark-mentions-seen";
import {
  AddNoteInput,
  DeleteNoteInput,
  EditNoteInput,
  ListNotesInput,
  Mentions,
  MentionsSeen,
  Note,
  Notes,
} from "./schemas";

export const listNotesProcedure = workspaceProcedure
  .input(ListNotesInput)
  .output(Notes)
  .query(({ ctx, input }) => listNotes({ ctx, input }));

export const addNoteProcedure = workspaceProcedure
  .input(AddNoteInput)
  .output(Note)
  .mutation(({ ctx, input }) => addNote({ ctx, input }));

export const editNoteProcedure = workspaceProcedure
  .input(EditNoteInput)
  .output(Note)
  .mutation(({ ctx, input }) => editNote({ ctx, input }));

export const deleteNoteProcedure = workspaceProcedure
  .input(DeleteNoteInput)
  .output(Note)
  .mutation(({ ctx, input }) => deleteNote({ ctx, input }));

export const listMentionsProcedure = workspaceProcedure
  .output(Mentions)
  .query(({ ctx }) => listMentions({ ctx }));

export const markMentionsSeenProcedure = workspaceProcedure
  .output(MentionsSeen)
  .mutation(({ ctx }) => markMentionsSeen({ ctx }));
