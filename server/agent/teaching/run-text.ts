import { and, asc, between, eq } from "drizzle-orm";
import { agentRuns, messages } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { AgentRunNotFound, RunWithoutText } from "../errors";
import { maxExampleLength } from "../schemas";

/**
 * What the customer had written when the agent ran.
 *
 * @throws AgentRunNotFound no such run in this workspace
 * @throws RunWithoutText   the customer wrote nothing there
 */
export async function getRunText(
  tx: Transaction,
  ctx: Ctx,
  agentRunId: string,
): Promise<{ text: string; language: string }> {
  const w = ctx.workspace.id;
  const publicRunId = toPublicId("agentRun", agentRunId);
  const [run] = await tx
    .select()
    .from(agentRuns)
    .where(and(eq(agentRuns.workspaceId, w), eq(agentRuns.id, agentRunId)));
  if (!run) throw new AgentRunNotFound({ agentRunId: publicRunId });
  const said = await tx
    .select({ text: messages.text })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, w),
        eq(messages.conversationId, run.conversationId),
        eq(messages.direction, "in"),
        between(messages.seq, run.fromSeq, run.toSeq),
      ),
    )
    .orderBy(asc(messages.seq));
  const text = said
    .map((message) => message.text.trim())
    .filter(Boolean)
    .join("\n")
    .slice(0, maxExampleLength);
  if (!text) throw new RunWithoutText({ agentRunId: publicRunId });
  return { text, language: run.language };
}
