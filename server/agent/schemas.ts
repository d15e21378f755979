import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { leastOwnExamples } from "./rules";

/** The presets of a workspace. */
export type IntentKind = "creator" | "shop" | "clinic" | "desk";

/** What a customer of each kind may want. `other` is everything else, chit-chat and nonsense included. */
export const INTENTS_OF_KIND = {
  shop: [
    "order_status",
    "delivery_time",
    "return",
    "exchange",
    "cancel",
    "invoice",
    "stock",
    "wholesale",
    "complaint",
    "payment",
    "discount",
    "human",
    "other",
  ],
  creator: [
    "content_price",
    "subscription",
    "payment",
    "access",
    "refund",
    "custom_request",
    "collaboration",
    "human",
    "other",
  ],
  clinic: [
    "price",
    "appointment_new",
    "appointment_change",
    "appointment_cancel",
    "location",
    "insurance",
    "aftercare",
    "results",
    "doctor",
    "human",
    "other",
  ],
  desk: [
    "subscription",
    "signal_meaning",
    "performance",
    "risk",
    "payment",
    "access",
    "refund",
    "human",
    "other",
  ],
} as const satisfies Record<IntentKind, readonly string[]>;

/** An intent of the product's own lists. */
export type KnownIntent = (typeof INTENTS_OF_KIND)[IntentKind][number];

/** An intent of a workspace's own: `own_` and its id without dashes. */
export type OwnIntent = `own_${string}`;

export type Intent = KnownIntent | OwnIntent;

/** Every intent of every kind, once. */
export const INTENTS: readonly KnownIntent[] = [...new Set(Object.values(INTENTS_OF_KIND).flat())];

export const isOwnIntent = (value: string): value is OwnIntent => /^own_[0-9a-f]{32}$/.test(value);

export const isIntent = (value: string): value is Intent =>
  (INTENTS as readonly string[]).includes(value) || isOwnIntent(value);

export const GetAgentRunInput = z.object({ agentRunId: publicId("agentRun") });
export type GetAgentRunInput = z.input<typeof GetAgentRunInput>;

/** Why the agent did what it did with a turn. */
export const AgentRun = z.object({
  id: z.string(),
  conversationId: z.string(),
  language: z.string(),
  intent: z.string().nullable(),
  /** Calibrated, the likeliest first. */
  scores: z.array(z.object({ intent: z.string(), score: z.number() })),
  sources: z.array(
    z.object({
      kind: z.enum(["shopOrder", "faq", "fact"]),
      /** `ord_…` or `faq_…`; a fact's key. */
      id: z.string(),
      label: z.string(),
      score: z.number().nullable(),
      /** It has been deleted since. */
      isGone: z.boolean(),
    }),
  ),
  action: z.enum(["answer", "clarify", "handoff", "act"]),
  band: z.enum(["answer", "clarify", "handoff"]).nullable(),
  reason: z.string(),
  durationMs: z.number().int(),
  createdAt: z.iso.datetime(),
});
export type AgentRun = z.infer<typeof AgentRun>;

/** Longest text that is learnt, and the most examples that a workspace teaches. */
export const maxExampleLength = 500;
export const maxExamples = 3_000;
export const maxOwnIntents = 12;

const exampleText = z.string().trim().min(1).max(maxExampleLength);
const intentName = z.string().refine(isIntent, "No such intent.");

export const IntentExample = z.object({
  /** `iex_…` */
  id: z.string(),
  intent: z.string(),
  text: z.string(),
  language: z.string(),
  /** It corrects a run of the agent. */
  isCorrection: z.boolean(),
  isLearnt: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type IntentExample = z.infer<typeof IntentExample>;

export const IntentOverview = z.object({
  intents: z.array(
    z.object({
      /** A name of the kind's list, or `own_…`. */
      intent: z.string(),
      /** Of an own intent; the others have their words in the messages. */
      name: z.string().nullable(),
      /** Of an own intent. */
      ownIntentId: z.string().nullable(),
      action: z.enum(["answer", "handoff"]).nullable(),
      /** The workspace's own examples. */
      examples: z.number().int(),
    }),
  ),
  /** What is in use; null while the workspace has taught nothing. */
  model: z
    .object({
      version: z.number().int(),
      examples: z.number().int(),
      judgedTexts: z.number().int(),
      accuracyBefore: z.number(),
      accuracyAfter: z.number(),
      durationMs: z.number().int(),
      createdAt: z.iso.datetime(),
    })
    .nullable(),
  /** Examples that wait for the next training. */
  waiting: z.number().int(),
  /** Of the kind's model on its own test: what a threshold lets through, and how much of that is right. */
  curve: z.array(z.object({ threshold: z.number(), coverage: z.number(), precision: z.number() })),
  /** From which score on the agent takes an intent for clear. */
  threshold: z.number(),
});
export type IntentOverview = z.infer<typeof IntentOverview>;

export const ListIntentExamplesInput = z.object({ intent: intentName.optional() });
export type ListIntentExamplesInput = z.input<typeof ListIntentExamplesInput>;

export const CorrectIntentInput = z.object({ agentRunId: publicId("agentRun"), intent: intentName });
export type CorrectIntentInput = z.input<typeof CorrectIntentInput>;

export const AddIntentExamplesInput = z.object({
  intent: intentName,
  texts: z.array(exampleText).min(1).max(200),
});
export type AddIntentExamplesInput = z.input<typeof AddIntentExamplesInput>;

export const DeleteIntentExampleInput = z.object({ intentExampleId: publicId("intentExample") });
export type DeleteIntentExampleInput = z.input<typeof DeleteIntentExampleInput>;

export const CreateOwnIntentInput = z.object({
  name: z.string().trim().min(1).max(60),
  /** Answer from the knowledge as other intents, or hand over at once. */
  action: z.enum(["answer", "handoff"]),
  texts: z.array(exampleText).min(leastOwnExamples).max(200),
});
export type CreateOwnIntentInput = z.input<typeof CreateOwnIntentInput>;

export const DeleteOwnIntentInput = z.object({ ownIntentId: publicId("ownIntent") });
export type DeleteOwnIntentInput = z.input<typeof DeleteOwnIntentInput>;

export const CorrectAnswerInput = z.object({
  agentRunId: publicId("agentRun"),
  /** The question as the list shall have it; by default the customer's words. */
  question: z.string().trim().min(1).max(500).optional(),
  answer: z.string().trim().min(1).max(3_500),
});
export type CorrectAnswerInput = z.input<typeof CorrectAnswerInput>;
