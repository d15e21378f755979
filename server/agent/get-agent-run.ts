import { and, eq, inArray } from "drizzle-orm";
import { type AgentSource, agentRuns, faqEntries } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { AgentRunNotFound } from "./errors";
import { type AgentRun, GetAgentRunInput } from "./schemas";

/**
 * One run of the agent: "why this answer".
 *
 * @throws AgentRunNotFound no such run in this workspace
 */
export async function getAgentRun({ ctx, input }: { ctx: Ctx; input: GetAgentRunInput }): Promise<AgentRun> {
  requirePermission(ctx, "agentRun.get");
  const { agentRunId } = GetAgentRunInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const [run] = await tx
      .select()
      .from(agentRuns)
      .where(and(eq(agentRuns.workspaceId, ctx.workspace.id), eq(agentRuns.id, agentRunId)));
    if (!run) throw new AgentRunNotFound({ agentRunId: toPublicId("agentRun", agentRunId) });
    const entryIds = run.sources.flatMap((source) => (source.kind === "faq" ? source.id : []));
    const standing =
      entryIds.length === 0
        ? []
        : await tx
            .select({ id: faqEntries.id })
            .from(faqEntries)
            .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), inArray(faqEntries.id, entryIds)));
    return {
      id: toPublicId("agentRun", run.id),
      conversationId: toPublicId("conversation", run.conversationId),
      language: run.language,
      intent: run.intent,
      scores: Object.entries(run.scores)
        .map(([intent, score]) => ({ intent, score }))
        .sort((a, b) => b.score - a.score),
      sources: run.sources.map((source) => toSource(source, new Set(standing.map(({ id }) => id)))),
      action: run.action,
      band: run.band,
      reason: run.reason,
      durationMs: run.durationMs,
      createdAt: run.createdAt.toISOString(),
    };
  });
}

function toSource(source: AgentSource, standing: ReadonlySet<string>): AgentRun["sources"][number] {
  const { kind, label } = source;
  switch (kind) {
    case "shopOrder":
      return { kind, id: toPublicId("shopOrder", source.id), label, score: null, isGone: false };
    case "faq":
      return {
        kind,
        id: toPublicId("faqEntry", source.id),
        label,
        score: source.score,
        isGone: !standing.has(source.id),
      };
    case "fact":
      return { kind, id: source.id, label, score: null, isGone: false };
  }
}
