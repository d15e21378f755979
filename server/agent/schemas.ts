import { z } from "zod";
import { publicId } from "@/lib/public-id";

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
