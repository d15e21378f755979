import { workspaceProcedure } from "@/server/trpc";
import { getDraft } from "./get-draft";
import { saveDraft } from "./save-draft";
import { Draft, GetDraftInput, SaveDraftInput, SavedDraft } from "./schemas";

export const getDraftProcedure = workspaceProcedure
  .input(GetDraftInput)
  .output(Draft)
  .query(({ ctx, input }) => getDraft({ ctx, input }));

export const saveDraftProcedure = workspaceProcedure
  .input(SaveDraftInput)
  .output(SavedDraft)
  .mutation(({ ctx, input }) => saveDraft({ ctx, input }));
