import { z } from "zod";
import { publicId } from "@/lib/public-id";
import {
  faqLanguages,
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

export const FaqEntry = z.object({
  id: z.string(),
  question: z.string(),
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
