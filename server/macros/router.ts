import { router } from "@/server/trpc";
import {
  deleteMacroProcedure,
  listMacrosProcedure,
  runMacroProcedure,
  saveMacroProcedure,
} from "./procedures";

export const macrosRouter = router({
  list: listMacrosProcedure,
  save: saveMacroProcedure,
  delete: deleteMacroProcedure,
  run: runMacroProcedure,
});
