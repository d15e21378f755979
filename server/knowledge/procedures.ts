import { z } from "zod";
import { workspaceProcedure } from "@/server/trpc";
import { createFaq } from "./create-faq";
import { createSynonyms } from "./create-synonyms";
import { deleteFaq } from "./delete-faq";
import { deleteSynonyms } from "./delete-synonyms";
import { exportFaq } from "./export-faq";
import { findAlikeFaq } from "./find-alike-faq";
import { keepFaqApart } from "./keep-faq-apart";
import { listFacts } from "./list-facts";
import { listFaq } from "./list-faq";
import { listFaqDuplicates } from "./list-faq-duplicates";
import { listSynonyms } from "./list-synonyms";
import { mergeFaq } from "./merge-faq";
import {
  CreateFaqInput,
  CreateSynonymsInput,
  DeleteFaqInput,
  DeleteSynonymsInput,
  Fact,
  FaqDuplicates,
  FaqEntry,
  FaqExport,
  FaqMerge,
  FaqPage,
  FindAlikeFaqInput,
  KeepFaqApartInput,
  ListFaqInput,
  MergeFaqInput,
  SynonymGroup,
  UndoMergeFaqInput,
  UpdateFactsInput,
  UpdateFaqInput,
  UpdateSynonymsInput,
} from "./schemas";
import { undoMergeFaq } from "./undo-merge-faq";
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
  .meta({ needsNoSpace: true })
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
  .meta({ needsNoSpace: true })
  .input(DeleteSynonymsInput)
  .output(SynonymGroup)
  .mutation(({ ctx, input }) => deleteSynonyms({ ctx, input }));

export const findAlikeFaqProcedure = workspaceProcedure
  .input(FindAlikeFaqInput)
  .output(z.array(FaqEntry))
  .query(({ ctx, input }) => findAlikeFaq({ ctx, input }));

export const listFaqDuplicatesProcedure = workspaceProcedure
  .output(FaqDuplicates)
  .query(({ ctx }) => listFaqDuplicates({ ctx }));

export const mergeFaqProcedure = workspaceProcedure
  .input(MergeFaqInput)
  .output(FaqMerge)
  .mutation(({ ctx, input }) => mergeFaq({ ctx, input }));

export const undoMergeFaqProcedure = workspaceProcedure
  .input(UndoMergeFaqInput)
  .output(FaqEntry)
  .mutation(({ ctx, input }) => undoMergeFaq({ ctx, input }));

export const keepFaqApartProcedure = workspaceProcedure
  .input(KeepFaqApartInput)
  .output(z.void())
  .mutation(({ ctx, input }) => keepFaqApart({ ctx, input }));
