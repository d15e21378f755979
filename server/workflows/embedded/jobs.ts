import { and, eq, type SQL } from "drizzle-orm";
import { workflowJobs } from "@/db/schema";
import { type Transaction, wakeAfterCommit } from "@/server/kernel";
import type { Claimed } from "./claim";

/** The loop that carries workflows out. */
export const loopName = "workflows";
/** The job of a run that asks its function what comes next. */
export const discovery = "step";

type NewJob = Pick<typeof workflowJobs.$inferInsert, "workspaceId" | "runId" | "step" | "kind" | "dueAt"> &
  Partial<Slots>;

/** What a call shares with others, as a run and its calls carry it. */
export type Slots = Pick<
  typeof workflowJobs.$inferSelect,
  "slot" | "slotLimit" | "secondSlot" | "secondSlotLimit"
>;

export const isJob = ({
  workspaceId,
  runId,
  step,
}: Pick<Claimed, "workspaceId" | "runId" | "step">): SQL | undefined =>
  and(eq(workflowJobs.workspaceId, workspaceId), eq(workflowJobs.runId, runId), eq(workflowJobs.step, step));

/** Asks for what is to be done then; one a step, whoever asks. */
export async function askFor(tx: Transaction, job: NewJob): Promise<void> {
  await tx.insert(workflowJobs).values(job).onConflictDoNothing();
  wakeAfterCommit(tx, loopName);
}

/** Asks a run's function for the first time what comes next. */
export const askForDiscovery = (tx: Transaction, job: Omit<NewJob, "step" | "kind">): Promise<void> =>
  askFor(tx, { ...job, step: discovery, kind: "call" });

/** Holds a claimed job until the transaction ends. @returns false when the claim was lost */
export async function holdJob(tx: Transaction, claimed: Claimed): Promise<boolean> {
  const [job] = await tx
    .select({ generation: workflowJobs.generation })
    .from(workflowJobs)
    .where(isJob(claimed))
    .for("update");
  return job?.generation === claimed.generation;
}

export async function endJob(
  tx: Transaction,
  job: Pick<Claimed, "workspaceId" | "runId" | "step">,
): Promise<void> {
  await tx.delete(workflowJobs).where(isJob(job));
}

/** Puts a job back, with the attempts that it has behind it then. */
export async function putOff(
  db: Pick<Transaction, "update">,
  claimed: Claimed,
  dueAt: Date,
  attempts = claimed.attempts,
): Promise<void> {
  await db
    .update(workflowJobs)
    .set({ attempts, dueAt, leaseUntil: null, leaseHolder: null })
    .where(isJob(claimed));
}
