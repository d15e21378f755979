import { isLocale } from "@/lib/i18n/locales";
import { replyModeAt } from "@/server/channels";
import { type Ctx, inWorkspace, newId } from "@/server/kernel";
import type { AgentJob } from "./claim-jobs";
import { commitRun, endJob } from "./commit-run";
import { loadTurn } from "./load-turn";
import { draftReply, summariseHandoff } from "./summarise-handoff";
import { botText } from "./texts";

/** A turn that fails again and again goes to a person, and the customer is told: nobody waits for a fault of ours. */
export async function giveUp(ctx: Ctx, job: AgentJob): Promise<void> {
  await inWorkspace(ctx, async (tx) => {
    const turn = await loadTurn(tx, {
      workspaceId: job.workspaceId,
      conversationId: job.conversationId,
      now: ctx.clock.now(),
    });
    if (turn?.status !== "open" || turn.unread.length === 0) return endJob(tx, job);
    const language = turn.language !== null && isLocale(turn.language) ? turn.language : "tr";
    const mode = replyModeAt(turn.replyPlan, ctx.clock.now(), ctx.workspace.timeZone);
    const isSilent = turn.customer.isOptedOut || mode !== "automatic";
    const facts = {
      reason: "agent_failed" as const,
      intent: null,
      order: null,
      codes: [],
      clarifyCount: turn.clarifyCount,
      when: null,
      lastWords: turn.unread.at(-1)?.text ?? "",
    };
    await commitRun(tx, ctx, {
      turn,
      job,
      result: {
        runId: newId(),
        language,
        intent: null,
        scores: {},
        sources: [],
        action: "handoff",
        band: "handoff",
        reason: facts.reason,
        clarifyCount: 0,
        message: isSilent ? null : { text: botText(language, "error") },
        handoff: {
          summary: summariseHandoff(facts, ctx.workspace.defaultLanguage),
          suggestedReply: draftReply(facts, { language, passages: [] }),
          isUrgent: false,
        },
        isConfirmed: false,
        startedAt: performance.now(),
      },
    });
  });
}
