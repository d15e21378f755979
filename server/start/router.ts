import { router } from "@/server/trpc";
import { getChecklistProcedure, hideChecklistProcedure, loadSamplesProcedure } from "./procedures";

export const startRouter = router({
  checklist: getChecklistProcedure,
  hide: hideChecklistProcedure,
  loadSamples: loadSamplesProcedure,
});
