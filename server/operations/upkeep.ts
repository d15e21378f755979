import { and, eq, lt, sql } from "drizzle-orm";
import { updateReceipts } from "@/db/schema";
import { getRuntime, inWorkspace, openSystemContext, platformScope } from "@/server/kernel";
import { forgetNotifications } from "@/server/notifications";
import { forgetRuns, type Workflow } from "@/server/workflows";
import { productStarted } from "./product-started";

const dayMs = 86_400_000;
/** The platform repeats an update for a day at most; a week more costs little. */
const receiptDays = 8;
const rawUpdateDays = 30;

/** Every hour, and when a process starts, so that a night without one leaves no gap. */
export const upkeepWorkflow: Workflow = {
  id: "operations-upkeep",
  triggers: [{ cron: "0 * * * *" }, { event: productStarted }],
  load:
    async () =>
    async ({ step }) => {
      await step.run("partitions", makePartitions);
      await step.run("sign-ins", forgetSignIns);
      await step.run("receipts-and-notifications", forgetOldRows);
      await step.run("runs", forgetOldRuns);
    },
};

/** Makes the partitions of the coming days and drops raw updates past their time. */
export async function makePartitions(): Promise<void> {
  const { worker, clock } = getRuntime();
  const today = clock.now().toISOString().slice(0, 10);
  await worker.execute(sql`select maintain_partitions(${today}::date, ${rawUpdateDays})`);
}

async function forgetSignIns(): Promise<void> {
  const { worker, clock } = getRuntime();
  await worker.execute(sql`select forget_sign_ins(${clock.now().toISOString()}::timestamptz)`);
}

async function listWorkspaces(): Promise<string[]> {
  const rows = await getRuntime().worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  );
  return rows.map((row) => row.workspace_id);
}

async function forgetOldRuns(): Promise<void> {
  for (const id of [platformScope, ...(await listWorkspaces())]) await forgetRuns(id);
}

/** Receipts of updates that the platform repeats no more, and notifications that nobody looks back at. */
export async function forgetOldRows(): Promise<void> {
  const { clock } = getRuntime();
  const forgetBefore = new Date(clock.now().getTime() - receiptDays * dayMs);
  for (const id of await listWorkspaces()) {
    const ctx = await openSystemContext(id, { kind: "system", name: "operations" });
    await inWorkspace(ctx, (tx) =>
      tx
        .delete(updateReceipts)
        .where(and(eq(updateReceipts.workspaceId, id), lt(updateReceipts.receivedAt, forgetBefore))),
    );
    await forgetNotifications(ctx);
  }
}
