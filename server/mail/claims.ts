import { and, eq, sql } from "drizzle-orm";
import { mailQueue } from "@/db/schema";
import type { Runtime } from "@/server/kernel";

export type ClaimedMail = {
  workspaceId: string;
  mailId: string;
  step: "send" | "forget";
  /** This one included. */
  tries: number;
  /** Another process had it and never said what became of it. */
  wasInterrupted: boolean;
};

/** Takes mails that are due, under a lease: from here on each is in flight until it is recorded. */
export async function claimMails(
  { worker }: Pick<Runtime, "worker">,
  input: { holder: string; now: Date; leaseMs: number; limit: number },
): Promise<ClaimedMail[]> {
  const now = input.now.toISOString();
  const until = new Date(input.now.getTime() + input.leaseMs).toISOString();
  const rows = await worker.execute<{
    workspace_id: string;
    mail_id: string;
    step: "send" | "forget";
    attempts: number;
    was_interrupted: boolean;
  }>(sql`
    with due as (
      select workspace_id, mail_id, lease_holder is not null as was_interrupted from mail_queue
      where due_at <= ${now}::timestamptz and (lease_until is null or lease_until < ${now}::timestamptz)
      order by due_at limit ${input.limit} for update skip locked
    )
    update mail_queue q
    set lease_until = ${until}::timestamptz, lease_holder = ${input.holder}::uuid, attempts = q.attempts + 1
    from due where q.workspace_id = due.workspace_id and q.mail_id = due.mail_id
    returning q.workspace_id, q.mail_id, q.step, q.attempts, due.was_interrupted`);
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    mailId: row.mail_id,
    step: row.step,
    tries: row.attempts,
    wasInterrupted: row.was_interrupted,
  }));
}

/** The row of a claim, by its whole key: the queue also holds what is to be forgotten in ninety days. */
export const isClaim = ({ workspaceId, mailId }: ClaimedMail) =>
  and(eq(mailQueue.workspaceId, workspaceId), eq(mailQueue.mailId, mailId));

/** When the next mail is due that nobody holds; null when there is none. */
export async function nextDueAt({ worker }: Pick<Runtime, "worker">): Promise<Date | null> {
  const [row] = await worker.execute<{ at: string | null }>(
    sql`select min(greatest(due_at, lease_until)) as at from (
      select due_at, lease_until from mail_queue order by due_at limit 200) soon`,
  );
  return row?.at ? new Date(row.at) : null;
}
