import { router } from "@/server/trpc";
import { addNoteProcedure, deleteNoteProcedure, editNoteProcedure, listNotesProcedure } from "./procedures";

export const notesRouter = router({
  list: listNotesProcedure,
  add: addNoteProcedure,
  edit: editNoteProcedure,
  delete: deleteNoteProcedure,
});
