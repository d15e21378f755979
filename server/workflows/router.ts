import { router } from "@/server/trpc";
import {
  cancelRunProcedure,
  getRunFiguresProcedure,
  getRunProcedure,
  listRunsProcedure,
  listRunWorkflowsProcedure,
  replayRunProcedure,
  revealRunProcedure,
} from "./procedures";

export const workflowsRouter = router({
  list: listRunsProcedure,
  workflows: listRunWorkflowsProcedure,
  get: getRunProcedure,
  figures: getRunFiguresProcedure,
  reveal: revealRunProcedure,
  cancel: cancelRunProcedure,
  replay: replayRunProcedure,
});
