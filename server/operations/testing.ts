import { sql } from "drizzle-orm";
import { laterJobs } from "@/db/schema";
import { makeConversation } from "@/server/conversations/testing";
import { insightLaterHandlers, recomputeSpan, recountCustomers } from "@/server/insight";
import { inWorkspace } from "@/server/kernel";
import { createMessageIndexLoop } from "@/server/search";
import { makeWorkspace, type useTestRuntime } from "@/server/testing";
import { openEngine } from "@/server/workflows";
import { lookAtPart, workspaceParts } from "./checks/parts";
import { askForChecks, listCheckFindings, nightlyChecksWorkflow, workspaceChecksWorkflow } from "./index";

export const dayMs = 86_400_000;
export type Made = Awaited<ReturnType<typeof makeWorkspace>>;

/** Shops whose rows a test breaks, and nights that look at them. */
export function useNights(state: ReturnType<typeof useTestRuntime>) {
  const operator = { kind: "operator", operatorId: "test", name: "Test" } as const;
  const asOperator = () => ({ actor: operator, clock: state.clock });

  /** Carries out what is due until nothing is, and lets the waits of a night pass. */
  async function settle(): Promise<void> {
    const { executor } = await openEngine(state.runtime, [nightlyChecksWorkflow, workspaceChecksWorkflow]);
    for (let hour = 0; hour < 12; hour += 1) {
      for (;;) {
        await executor.runOnce();
        await executor.idle();
        const now = state.clock.now().toISOString();
        const [row] = await state.runtime.worker.execute<{ due: number; left: number }>(sql`
        select count(*) filter (where due_at <= ${now}::timestamptz and blocked_on is null)::int as due, count(*)::int as left
        from workflow_jobs where kind <> 'tick'`);
        if (row!.left === 0) return;
        if (row!.due === 0) break;
      }
      state.clock.advance(11 * 60_000);
    }
    throw new Error("The night does not end.");
  }

  async function night(): Promise<void> {
    await askForChecks({ ctx: asOperator() });
    await settle();
  }

  async function nextNight(): Promise<void> {
    state.clock.advance(dayMs);
    await night();
  }

  /** A shop with a few days of conversations, all of whose figures and words are as they should be. */
  async function makeShop() {
    const workspace = await makeWorkspace(state.runtime);
    const ctx = workspace.member("owner");
    const now = state.clock.now().getTime();
    const made = [];
    for (const ago of [2, 2, 8, 30, 0])
      made.push(
        await makeConversation(workspace, {
          says: ["Kargom nerede", "Siparişim gelmedi", "Teşekkürler"],
          lastMessageAt: new Date(now - ago * dayMs - 3_600_000),
        }),
      );
    await createMessageIndexLoop(state.runtime).runOnce();
    await recomputeSpan({ ctx, from: new Date(now - 40 * dayMs), to: new Date(now + 3_600_000) });
    await recountCustomers({ ctx });
    return { workspace, ctx, conversation: made[0]!, all: made };
  }

  const inside = <T>(workspace: Made, work: Parameters<typeof inWorkspace<T>>[1]) =>
    inWorkspace(workspace.member("owner"), work);
  const findingsOf = (workspaceId: string) =>
    listCheckFindings({ ctx: asOperator(), input: { workspaceId } });
  const kindsOf = async (workspace: Made) =>
    (await findingsOf(workspace.workspace.id)).map(({ kind }) => kind).sort();

  /** What the loop of later jobs would do. */
  async function runFigureJobs(workspace: Made): Promise<number> {
    const workspaceId = workspace.workspace.id;
    const jobs = await inside(workspace, (tx) => tx.delete(laterJobs).returning());
    for (const { kind, subject } of jobs)
      await insightLaterHandlers[kind]?.({ workspaceId, kind, subject, attempts: 1 });
    return jobs.length;
  }

  const part = (name: string) => workspaceParts.find((one) => one.name === name)!;
  const nightOf = (workspace: Made, name: string, at = "2026-11-20") =>
    lookAtPart(workspace.workspace.id, at, part(name), null);

  return { asOperator, night, nextNight, makeShop, inside, findingsOf, kindsOf, runFigureJobs, nightOf };
}
