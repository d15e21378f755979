import { z } from "zod";
import { publicId } from "@/lib/public-id";
import {
  faqLanguages,
  maxAlternatives,
  maxAnswerLength,
  maxFactNameLength,
  maxOwnFacts,
  maxQuestionLength,
  maxSynonymLength,
  maxSynonymsEach,
  maxTagLength,
  maxTags,
} from "./rules";

export const FaqLanguage = z.enum(faqLanguages);

const question = z.string().trim().min(1).max(maxQuestionLength);
const answer = z.string().trim().min(1).max(maxAnswerLength);
const tags = z.array(z.string().trim().min(1).max(maxTagLength)).max(maxTags);

const alternatives = z.array(question).max(maxAlternatives);

export const FaqEntry = z.object({
  id: z.string(),
  question: z.string(),
  /** Other ways in which customers ask the same. */
  alternatives: z.array(z.string()),
  answer: z.string(),
  language: FaqLanguage,
  tags: z.array(z.string()),
  isEnabled: z.boolean(),
  version: z.number().int(),
  updatedAt: z.iso.datetime(),
});
export type FaqEntry = z.infer<typeof FaqEntry>;

export const CreateFaqInput = z.object({
  question,
  alternatives: alternatives.default([]),
  answer,
  language: FaqLanguage,
  tags: tags.default([]),
  isEnabled: z.boolean().default(true),
});
export type CreateFaqInput = z.input<typeof CreateFaqInput>;

export const UpdateFaqInput = z.object({
  faqEntryId: publicId("faqEntry"),
  /** The version the writer saw; an entry that has changed since is not overwritten. */
  version: z.number().int(),
  question: question.optional(),
  alternatives: alternatives.optional(),
  answer: answer.optional(),
  language: FaqLanguage.optional(),
  tags: tags.optional(),
  isEnabled: z.boolean().optional(),
});
export type UpdateFaqInput = z.input<typeof UpdateFaqInput>;

export const DeleteFaqInput = z.object({ faqEntryId: publicId("faqEntry") });
export type DeleteFaqInput = z.input<typeof DeleteFaqInput>;

export const SynonymGroup = z.object({ id: z.string(), words: z.array(z.string()) });
export type SynonymGroup = z.infer<typeof SynonymGroup>;

const words = z.array(z.string().trim().max(maxSynonymLength)).max(maxSynonymsEach);

export const CreateSynonymsInput = z.object({ words });
export type CreateSynonymsInput = z.input<typeof CreateSynonymsInput>;

export const UpdateSynonymsInput = z.object({ synonymGroupId: publicId("synonymGroup"), words });
export type UpdateSynonymsInput = z.input<typeof UpdateSynonymsInput>;

export const DeleteSynonymsInput = z.object({ synonymGroupId: publicId("synonymGroup") });
export type DeleteSynonymsInput = z.input<typeof DeleteSynonymsInput>;

export const FindAlikeFaqInput = z.object({
  question: z.string().trim().max(maxQuestionLength),
  language: FaqLanguage,
  /** The entry that is being written: it is not its own like. */
  exceptId: publicId("faqEntry").optional(),
});
export type FindAlikeFaqInput = z.input<typeof FindAlikeFaqInput>;

export const FaqDuplicates = z.object({
  /** Entries that ask the same, the oldest of a group first. */
  groups: z.array(z.array(FaqEntry)),
  /** Groups in all; not all of many are listed. */
  total: z.number().int(),
});
export type FaqDuplicates = z.infer<typeof FaqDuplicates>;

const seenEntry = z.object({ faqEntryId: publicId("faqEntry"), version: z.number().int() });

export const MergeFaqInput = z.object({
  into: seenEntry,
  from: z.array(seenEntry).min(1).max(maxAlternatives),
});
export type MergeFaqInput = z.input<typeof MergeFaqInput>;

export const FaqMerge = z.object({ entry: FaqEntry, before: FaqEntry, removed: z.array(FaqEntry) });
export type FaqMerge = z.infer<typeof FaqMerge>;

export const UndoMergeFaqInput = seenEntry.extend({
  alternatives,
  tags,
  removed: z.array(CreateFaqInput).max(maxAlternatives),
});
export type UndoMergeFaqInput = z.input<typeof UndoMergeFaqInput>;

export const KeepFaqApartInput = z.object({ faqEntryIds: z.array(publicId("faqEntry")).min(2).max(50) });
export type KeepFaqApartInput = z.input<typeof KeepFaqApartInput>;

export const ListFaqInput = z.object({
  search: z.string().trim().max(100).optional(),
  language: FaqLanguage.optional(),
  isEnabled: z.boolean().optional(),
  tag: z.string().max(maxTagLength).optional(),
  /** How many rows came before. */
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type ListFaqInput = z.input<typeof ListFaqInput>;

export const FaqPage = z.object({
  rows: z.array(FaqEntry),
  total: z.number().int(),
  /** Every tag in use, for the filter. */
  tags: z.array(z.string()),
});
export type FaqPage = z.infer<typeof FaqPage>;

export const FaqExport = z.object({ fileName: z.string(), csv: z.string() });
export type FaqExport = z.infer<typeof FaqExport>;

/** A key of the product's, or a name of the workspace's own. */
export const FactName = z.string().trim().min(1).max(maxFactNameLength);

export const Fact = z.object({ key: FactName, value: z.string(), updatedAt: z.iso.datetime() });
export type Fact = z.infer<typeof Fact>;

/** An empty value takes the fact away. */
export const UpdateFactsInput = z.object({
  facts: z.array(z.object({ key: FactName, value: z.string().trim().max(500) })).max(maxOwnFacts),
});
export type UpdateFactsInput = z.input<typeof UpdateFactsInput>;
