import { router } from "@/server/trpc";
import {
  createFaqProcedure,
  deleteFaqProcedure,
  exportFaqProcedure,
  importFaqProcedure,
  listFactsProcedure,
  listFaqProcedure,
  updateFactsProcedure,
  updateFaqProcedure,
} from "./procedures";

export const knowledgeRouter = router({
  list: listFaqProcedure,
  create: createFaqProcedure,
  update: updateFaqProcedure,
  delete: deleteFaqProcedure,
  import: importFaqProcedure,
  export: exportFaqProcedure,
  facts: listFactsProcedure,
  updateFacts: updateFactsProcedure,
});
