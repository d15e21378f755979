import { router } from "@/server/trpc";
import { deleteInboxViewProcedure, listInboxViewsProcedure, saveInboxViewProcedure } from "./procedures";

export const viewsRouter = router({
  list: listInboxViewsProcedure,
  save: saveInboxViewProcedure,
  delete: deleteInboxViewProcedure,
});
