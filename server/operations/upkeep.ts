import { and, eq, lt, sql } from "drizzle-orm";
import { updateReceipts } from "@/db/schema";
import {
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openSystemContext,
  platformScope,
  runLater,
} from "@/server/kernel";
import { forgetNotifications } from "@/server/notifications";

export const upkeepJob = "operations/upkeep";

const hourMs = 3_600_000;
/** The platform repeats an update for a day at most; a week more costs little. */
const receiptDays = 8;
const rawUpdateDays = 30;

/** Asks for the hourly upkeep; asking twice changes nothing. */
export async function scheduleUpkeep(): Promise<void> {
  const { worker, clock } = getRuntime();
  await worker.transaction((tx) =>
    runLater(tx, { workspaceId: platformScope, kind: upkeepJob, subject: "hourly", dueAt: clock.now() }),
  );
}

/** Makes the partitions of the coming days, drops raw updates past their time, forgets old receipts, notifications and sign-ins. */
export const runUpkeep: LaterHandler = async () => {
  const { worker, clock } = getRuntime();
  const now = clock.now();
  await worker.execute(
    sql`select maintain_partitions(${now.toISOString().slice(0, 10)}::date, ${rawUpdateDays})`,
  );
  await worker.execute(sql`select forget_sign_ins(${now.toISOString()}::timestamptz)`);
  const forgetBefore = new Date(now.getTime() - receiptDays * 24 * hourMs);
  const workspaces = await worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  );
  for (const { workspace_id: id } of workspaces) {
    const ctx = await openSystemContext(id, { kind: "system", name: upkeepJob });
    await inWorkspace(ctx, (tx) =>
      tx
        .delete(updateReceipts)
        .where(and(eq(updateReceipts.workspaceId, id), lt(updateReceipts.receivedAt, forgetBefore))),
    );
    await forgetNotifications(ctx);
  }
  return { againAt: new Date(now.getTime() + hourMs) };
};
