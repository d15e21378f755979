import type { Transaction } from "./database";
import { askForJobs, laterLoop } from "./later-jobs";
import { getRuntime } from "./runtime";
import { wakeAfterCommit } from "./wakes";

/**
 * Asks for a job in the transaction that makes it needed. Asking again brings it forward, never makes two; once it has begun
 * it is asked for anew, and is run once more after that.
 */
export async function runLater(
  tx: Transaction,
  job: { workspaceId: string; kind: string; subject: string; dueAt: Date },
  options: { replaceDueAt?: boolean } = {},
): Promise<void> {
  await askForJobs(tx, [job], options);
  if (job.dueAt <= getRuntime().clock.now()) wakeAfterCommit(tx, laterLoop);
}
