import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { ActivationReport, activationSteps } from "./schemas";

/**
 * How far the workspace has come, and when: made, a bot connected, the first message of a customer, the agent's first
 * answer from a source, the first conversation that needed nobody.
 */
export async function getActivation({ ctx }: { ctx: Ctx }): Promise<ActivationReport> {
  requirePermission(ctx, "figures.read");
  const w = sql`${ctx.workspace.id}::uuid`;
  const [row] = await inWorkspace(ctx, (tx) =>
    tx.execute<Record<(typeof activationSteps)[number], string | null>>(sql`
      select
        (select created_at from workspaces where id = ${w})::text as created,
        (select min(created_at) from channels where workspace_id = ${w})::text as connected,
        (select created_at from messages where workspace_id = ${w} and direction = 'in' order by created_at limit 1)::text as asked,
        (select created_at from agent_runs where workspace_id = ${w} and action = 'answer' order by created_at limit 1)::text as answered,
        (select min(resolved_at) from conversations where workspace_id = ${w} and resolved_at is not null)::text as resolved`),
  );
  const at = (step: (typeof activationSteps)[number]) => (row?.[step] ? new Date(row[step]) : null);
  const [asked, answered] = [at("asked"), at("answered")];
  return ActivationReport.parse({
    steps: activationSteps.map((step) => ({ step, at: at(step)?.toISOString() ?? null })),
    firstAnswerAfterS:
      asked && answered ? Math.max(0, Math.round((answered.getTime() - asked.getTime()) / 1_000)) : null,
  });
}
