import { workspaceProcedure } from "@/server/trpc";
import { addNote } from "./add-note";
import { deleteNote } from "./delete-note";
import { editNote } from "./edit-note";
import { listNotes } from "./list-notes";
import { AddNoteInput, DeleteNoteInput, EditNoteInput, ListNotesInput, Note, Notes } from "./schemas";

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
  .meta({ needsNoSpace: true })
  .input(DeleteNoteInput)
  .output(Note)
  .mutation(({ ctx, input }) => deleteNote({ ctx, input }));
