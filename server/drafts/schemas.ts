import { z } from "zod";
import { publicId } from "@/lib/public-id";

/** More than a message takes, so that a text that must be shortened first is kept as well. */
const maxDraftUnits = 10_000;

export const GetDraftInput = z.object({ conversationId: publicId("conversation") });
export type GetDraftInput = z.input<typeof GetDraftInput>;

export const SaveDraftInput = z.object({
  conversationId: publicId("conversation"),
  /** Empty takes the draft away. */
  text: z.string().max(maxDraftUnits),
  /** The version it goes on from; 0 where there was none. */
  version: z.number().int().min(0),
});
export type SaveDraftInput = z.input<typeof SaveDraftInput>;

export const Draft = z.object({
  text: z.string(),
  /** 0: there is none. */
  version: z.number().int(),
});
export type Draft = z.infer<typeof Draft>;

export const SavedDraft = Draft.extend({
  /** False: it was written elsewhere meanwhile, and this is what stands there. */
  isSaved: z.boolean(),
});
export type SavedDraft = z.infer<typeof SavedDraft>;
