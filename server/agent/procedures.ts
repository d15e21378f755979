import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { getAgentRun } from "./get-agent-run";
import {
  AddIntentExamplesInput,
  AgentRun,
  CorrectAnswerInput,
  CorrectIntentInput,
  CreateOwnIntentInput,
  DeleteIntentExampleInput,
  DeleteOwnIntentInput,
  GetAgentRunInput,
  IntentExample,
  IntentOverview,
  ListIntentExamplesInput,
} from "./schemas";
import { addIntentExamples } from "./teaching/add-intent-examples";
import { correctAnswer } from "./teaching/correct-answer";
import { correctIntent } from "./teaching/correct-intent";
import { createOwnIntent } from "./teaching/create-own-intent";
import { deleteIntentExample } from "./teaching/delete-intent-example";
import { deleteOwnIntent } from "./teaching/delete-own-intent";
import { listIntentExamples } from "./teaching/list-intent-examples";
import { listIntents } from "./teaching/list-intents";
import { undoTraining } from "./teaching/undo-training";

export const getAgentRunProcedure = workspaceProcedure
  .input(GetAgentRunInput)
  .output(AgentRun)
  .query(({ ctx, input }) => getAgentRun({ ctx, input }));

export const listIntentsProcedure = workspaceProcedure
  .output(IntentOverview)
  .query(({ ctx }) => listIntents({ ctx }));

export const listIntentExamplesProcedure = workspaceProcedure
  .input(ListIntentExamplesInput)
  .output(z.array(IntentExample))
  .query(({ ctx, input }) => listIntentExamples({ ctx, input }));

export const correctIntentProcedure = workspaceProcedure
  .input(CorrectIntentInput)
  .mutation(({ ctx, input }) => correctIntent({ ctx, input }));

export const correctAnswerProcedure = workspaceProcedure
  .input(CorrectAnswerInput)
  .output(z.object({ faqEntryId: z.string() }))
  .mutation(({ ctx, input }) => correctAnswer({ ctx, input }));

export const addIntentExamplesProcedure = workspaceProcedure
  .input(AddIntentExamplesInput)
  .mutation(({ ctx, input }) => addIntentExamples({ ctx, input }));

export const deleteIntentExampleProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(DeleteIntentExampleInput)
  .mutation(({ ctx, input }) => deleteIntentExample({ ctx, input }));

export const createOwnIntentProcedure = workspaceProcedure
  .input(CreateOwnIntentInput)
  .output(z.object({ ownIntentId: z.string(), intent: z.string() }))
  .mutation(({ ctx, input }) => createOwnIntent({ ctx, input }));

export const deleteOwnIntentProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(DeleteOwnIntentInput)
  .mutation(({ ctx, input }) => deleteOwnIntent({ ctx, input }));

export const undoTrainingProcedure = workspaceProcedure.mutation(({ ctx }) => undoTraining({ ctx }));
