import { and, asc, eq, sql } from "drizzle-orm";
import { faqEntries, members } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, type Transaction } from "@/server/kernel";
import { askForOrder, languageOf } from "./data/languages";
import { stepsOf } from "./rules";
import { Checklist, type StepKey } from "./schemas";

type Facts = {
  username: string | null;
  api_root: string | null;
  has_faq: boolean;
  has_fact: boolean;
  order_number: string | null;
  is_agent_on: boolean;
  reply_at: string | null;
  duration_ms: number | null;
  has_team: boolean;
};

/** How many questions are proposed for a first try. */
const questionCount = 3;

/**
 * The first steps, each judged by what is there now: a bot that works, knowledge, an answer that was given. Nothing is
 * ticked off, so nothing can be ticked off wrongly.
 */
export async function getChecklist({ ctx }: { ctx: Ctx }): Promise<Checklist> {
  requirePermission(ctx, "checklist.read");
  const { facts, questions, isHidden } = await inWorkspace(ctx, async (tx) => {
    const w = sql`${ctx.workspace.id}::uuid`;
    const [row] = await tx.execute<Facts>(sql`
      select bot.username, bot.api_root,
        exists (select 1 from faq_entries where workspace_id = ${w} and is_enabled) as has_faq,
        exists (select 1 from workspace_facts where workspace_id = ${w}) as has_fact,
        (select number from shop_orders where workspace_id = ${w}
          order by ordered_at desc nulls last, id desc nulls last limit 1) as order_number,
        (select is_agent_on from workspaces where id = ${w}) as is_agent_on,
        reply.created_at as reply_at, reply.duration_ms,
        (select count(*) from members where workspace_id = ${w} and removed_at is null) > 1
          or exists (select 1 from invitations where workspace_id = ${w}
            and accepted_at is null and withdrawn_at is null and expires_at > ${ctx.clock.now().toISOString()}::timestamptz) as has_team
      from (select 1) one
      left join lateral (select username, api_root from channels
        where workspace_id = ${w} and state = 'active' order by created_at desc limit 1) bot on true
      left join lateral (select created_at, duration_ms from agent_runs
        where workspace_id = ${w} and action = 'answer' order by created_at desc limit 1) reply on true`);
    const questions = await tx
      .select({ question: faqEntries.question })
      .from(faqEntries)
      .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), eq(faqEntries.isEnabled, true)))
      .orderBy(asc(faqEntries.createdAt), asc(faqEntries.id))
      .limit(questionCount);
    return {
      facts: row!,
      questions: questions.map(({ question }) => question),
      isHidden: await readHidden(tx, ctx),
    };
  });
  const { username, api_root: apiRoot, reply_at: at, duration_ms: durationMs } = facts;
  const done: Record<StepKey, boolean> = {
    bot: username !== null,
    knowledge: facts.has_faq,
    orders: facts.order_number !== null,
    facts: facts.has_fact,
    agent: facts.is_agent_on,
    reply: at !== null,
    team: facts.has_team,
  };
  const steps = stepsOf(ctx.workspace.kind).map((key) => ({ key, isDone: done[key] }));
  return Checklist.parse({
    steps,
    isDone: steps.every(({ isDone }) => isDone),
    isHidden,
    bot: username === null ? null : { username, isLocal: apiRoot?.startsWith("/") ?? false },
    reply: at === null || durationMs === null ? null : { at: new Date(at).toISOString(), durationMs },
    questions:
      ctx.workspace.kind === "shop" && facts.order_number !== null
        ? [...questions.slice(0, questionCount - 1), askForOrder[languageOf(ctx)](facts.order_number)]
        : questions,
  });
}

async function readHidden(tx: Transaction, ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind !== "member") return false;
  const [row] = await tx
    .select({ hiddenAt: members.checklistHiddenAt })
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspace.id), eq(members.id, ctx.actor.memberId)));
  return row?.hiddenAt != null;
}
