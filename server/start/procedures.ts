import { workspaceProcedure } from "@/server/trpc";
import { getChecklist } from "./get-checklist";
import { hideChecklist } from "./hide-checklist";
import { loadSamples } from "./load-samples";
import { Checklist, HideChecklistInput, LoadedSamples } from "./schemas";

export const getChecklistProcedure = workspaceProcedure
  .output(Checklist)
  .query(({ ctx }) => getChecklist({ ctx }));

export const hideChecklistProcedure = workspaceProcedure
  .input(HideChecklistInput)
  .output(Checklist)
  .mutation(({ ctx, input }) => hideChecklist({ ctx, input }));

export const loadSamplesProcedure = workspaceProcedure
  .output(LoadedSamples)
  .mutation(({ ctx }) => loadSamples({ ctx }));
