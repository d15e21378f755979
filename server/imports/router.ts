import { router } from "@/server/trpc";
import {
  cancelImportProcedure,
  checkImportProcedure,
  discardImportProcedure,
  getImportProcedure,
  getNewestImportProcedure,
  importTextProcedure,
  listImportRowsProcedure,
  listKeptThingsProcedure,
  startImportProcedure,
  undoImportProcedure,
} from "./procedures";

export const importsRouter = router({
  get: getImportProcedure,
  newest: getNewestImportProcedure,
  rows: listImportRowsProcedure,
  kept: listKeptThingsProcedure,
  check: checkImportProcedure,
  start: startImportProcedure,
  cancel: cancelImportProcedure,
  undo: undoImportProcedure,
  discard: discardImportProcedure,
  text: importTextProcedure,
});
