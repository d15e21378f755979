import { router } from "@/server/trpc";
import {
  createFaqProcedure,
  createSynonymsProcedure,
  deleteFaqProcedure,
  deleteSynonymsProcedure,
  exportFaqProcedure,
  listFactsProcedure,
  listFaqProcedure,
  listSynonymsProcedure,
  updateFactsProcedure,
  updateFaqProcedure,
  updateSynonymsProcedure,
} from "./procedures";

export const knowledgeRouter = router({
  list: listFaqProcedure,
  create: createFaqProcedure,
  update: updateFaqProcedure,
  delete: deleteFaqProcedure,
  export: exportFaqProcedure,
  facts: listFactsProcedure,
  updateFacts: updateFactsProcedure,
  synonyms: listSynonymsProcedure,
  createSynonyms: createSynonymsProcedure,
  updateSynonyms: updateSynonymsProcedure,
  deleteSynonyms: deleteSynonymsProcedure,
});
