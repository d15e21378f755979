import { router } from "@/server/trpc";
import {
  addIntentExamplesProcedure,
  correctAnswerProcedure,
  correctIntentProcedure,
  createOwnIntentProcedure,
  deleteIntentExampleProcedure,
  deleteOwnIntentProcedure,
  getAgentRunProcedure,
  listIntentExamplesProcedure,
  listIntentsProcedure,
  undoTrainingProcedure,
} from "./procedures";

export const agentRouter = router({
  run: getAgentRunProcedure,
  intents: listIntentsProcedure,
  examples: listIntentExamplesProcedure,
  correctIntent: correctIntentProcedure,
  correctAnswer: correctAnswerProcedure,
  addExamples: addIntentExamplesProcedure,
  deleteExample: deleteIntentExampleProcedure,
  createOwnIntent: createOwnIntentProcedure,
  deleteOwnIntent: deleteOwnIntentProcedure,
  undoTraining: undoTrainingProcedure,
});
