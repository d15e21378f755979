import { z } from "zod";
import { publicId } from "@/lib/public-id";

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
