import { router } from "@/server/trpc";
import { deleteReplyProcedure, listRepliesProcedure, saveReplyProcedure } from "./procedures";

export const repliesRouter = router({
  list: listRepliesProcedure,
  save: saveReplyProcedure,
  delete: deleteReplyProcedure,
});
