import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { createFaq } from "./create-faq";
import { createSynonyms } from "./create-synonyms";
import { deleteFaq } from "./delete-faq";
import { deleteSynonyms } from "./delete-synonyms";
import { exportFaq } from "./export-faq";
import { listFacts } from "./list-facts";
import { listFaq } from "./list-faq";
import { listSynonyms } from "./list-synonyms";
import {
  CreateFaqInput,
  CreateSynonymsInput,
  DeleteFaqInput,
  DeleteSynonymsInput,
  Fact,
  FaqEntry,
  FaqExport,
  FaqPage,
  ListFaqInput,
  SynonymGroup,
  UpdateFactsInput,
  UpdateFaqInput,
  UpdateSynonymsInput,
} from "./schemas";
import { updateFacts } from "./update-facts";
import { updateFaq } from "./update-faq";
import { updateSynonyms } from "./update-synonyms";

export const listFaqProcedure = workspaceProcedure
  .input(ListFaqInput)
  .output(FaqPage)
  .query(({ ctx, input }) => listFaq({ ctx, input }));

export const createFaqProcedure = workspaceProcedure
  .input(CreateFaqInput)
  .output(FaqEntry)
  .mutation(({ ctx, input }) => createFaq({ ctx, input }));

export const updateFaqProcedure = workspaceProcedure
  .input(UpdateFaqInput)
  .output(FaqEntry)
  .mutation(({ ctx, input }) => updateFaq({ ctx, input }));

export const deleteFaqProcedure = workspaceProcedure
  .input(DeleteFaqInput)
  .output(FaqEntry)
  .mutation(({ ctx, input }) => deleteFaq({ ctx, input }));

export const exportFaqProcedure = workspaceProcedure.output(FaqExport).query(({ ctx }) => exportFaq({ ctx }));

export const listFactsProcedure = workspaceProcedure
  .output(z.array(Fact))
  .query(({ ctx }) => listFacts({ ctx }));

export const updateFactsProcedure = workspaceProcedure
  .input(UpdateFactsInput)
  .output(z.array(Fact))
  .mutation(({ ctx, input }) => updateFacts({ ctx, input }));

export const listSynonymsProcedure = workspaceProcedure
  .output(z.array(SynonymGroup))
  .query(({ ctx }) => listSynonyms({ ctx }));

export const createSynonymsProcedure = workspaceProcedure
  .input(CreateSynonymsInput)
  .output(SynonymGroup)
  .mutation(({ ctx, input }) => createSynonyms({ ctx, input }));

export const updateSynonymsProcedure = workspaceProcedure
  .input(UpdateSynonymsInput)
  .output(SynonymGroup)
  .mutation(({ ctx, input }) => updateSynonyms({ ctx, input }));

export const deleteSynonymsProcedure = workspaceProcedure
  .input(DeleteSynonymsInput)
  .output(SynonymGroup)
  .mutation(({ ctx, input }) => deleteSynonyms({ ctx, input }));
