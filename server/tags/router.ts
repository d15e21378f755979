import { router } from "@/server/trpc";
import { createTagProcedure, deleteTagProcedure, listTagsProcedure, updateTagProcedure } from "./procedures";

export const tagsRouter = router({
  list: listTagsProcedure,
  create: createTagProcedure,
  update: updateTagProcedure,
  delete: deleteTagProcedure,
});
