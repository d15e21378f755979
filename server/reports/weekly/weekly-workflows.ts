import { z } from "zod";
import { getRuntime, inWorkspace } from "@/server/kernel";
import { openWorkspace } from "@/server/notifications";
import { defineEvent, sendEvent, type Workflow } from "@/server/workflows";
import { isSendingTime, lastWeek } from "./weeks";

const weekEnded = defineEvent("reports/week-ended", 1, z.object({ week: z.string() }));

/**
 * Monday at eight by a workspace's clock; a product that was off then sends it until Tuesday evening, after that the week is
 * passed over. Mondays begin on Sunday in the east, and zones differ by quarters of an hour.
 */
const findWeeks: Workflow = {
  id: "reports-weeks",
  triggers: [{ cron: "*/15 * * * 0,1,2" }],
  load:
    async () =>
    async ({ step }) => {
      await step.run("tell", tellWeeks);
    },
};

const sendReport: Workflow = {
  id: "reports-weekly",
  triggers: [{ event: weekEnded }],
  retries: 10,
  load: async () => {
    // Drawing is much to start with.
    const { sendWeekly } = await import("./send-weekly");
    return ({ event, step }) => step.run("send", () => sendWeekly(event.workspaceId));
  },
};

/** The weekly report: who is due, and the report of one workspace. */
export const weeklyWorkflows: readonly Workflow[] = [findWeeks, sendReport];

/** Tells of each workspace's week once, however often it is asked. */
export async function tellWeeks(): Promise<void> {
  const { worker, clock } = getRuntime();
  const now = clock.now();
  const rows = await worker.execute<{ workspace_id: string }>(
    "select workspace_id from resolve_workspaces()",
  );
  for (const { workspace_id: id } of rows) {
    const ctx = await openWorkspace(id);
    if (!ctx || !isSendingTime(now, ctx.workspace.timeZone)) continue;
    const week = lastWeek(now, ctx.workspace.timeZone).from;
    await inWorkspace(ctx, (tx) => sendEvent(tx, ctx, weekEnded, { week }, { key: week }));
  }
}
