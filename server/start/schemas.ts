import { z } from "zod";
import type { WorkspaceKind as KindSchema, Language as LanguageSchema } from "@/server/workspaces/schemas";

export type Language = z.infer<typeof LanguageSchema>;
export type WorkspaceKind = z.infer<typeof KindSchema>;

export const stepKeys = ["bot", "knowledge", "orders", "facts", "agent", "reply", "team"] as const;
export const StepKey = z.enum(stepKeys);
export type StepKey = z.infer<typeof StepKey>;

export const Checklist = z.object({
  steps: z.array(z.object({ key: StepKey, isDone: z.boolean() })),
  isDone: z.boolean(),
  /** By this member, for themselves. */
  isHidden: z.boolean(),
  /** The bot that works, to be tried; null while there is none. */
  bot: z.object({ username: z.string(), isLocal: z.boolean() }).nullable(),
  /** The newest answer that the agent gave by itself, and how long it took. */
  reply: z.object({ at: z.iso.datetime(), durationMs: z.number().int() }).nullable(),
  /** Questions to try, from the workspace's own knowledge. */
  questions: z.array(z.string()),
});
export type Checklist = z.infer<typeof Checklist>;

export const HideChecklistInput = z.object({ isHidden: z.boolean() });
export type HideChecklistInput = z.input<typeof HideChecklistInput>;

export const LoadedSamples = z.object({
  questions: z.number().int(),
  orders: z.number().int(),
  facts: z.number().int(),
});
export type LoadedSamples = z.infer<typeof LoadedSamples>;
