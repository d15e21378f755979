import { router } from "@/server/trpc";
import {
  addNoteProcedure,
  deleteNoteProcedure,
  editNoteProcedure,
  listMentionsProcedure,
  listNotesProcedure,
  markMentionsSeenProcedure,
} from "./procedures";

export const notesRouter = router({
  list: listNotesProcedure,
  add: addNoteProcedure,
  edit: editNoteProcedure,
  delete: deleteNoteProcedure,
  mentions: listMentionsProcedure,
  seen: markMentionsSeenProcedure,
});
