import { and, eq, sql } from "drizzle-orm";
import { workflowRuns } from "@/db/schema";
import type { Transaction } from "@/server/kernel";
import type { SentEvent } from "../envelope";
import type { Registered } from "../registry";
import { singletonKeyOf } from "./flow-control";
import type { At } from "./runs";

/**
 * The runs that go on of a function of which one goes on at a time, with the event's key. Whoever asks decides before the
 * next one does: until the transaction ends no other is answered.
 */
export async function holdSingletons(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  at: At,
): Promise<{ workspaceId: string; id: string }[]> {
  const { workspaceId } = event.data._santral;
  const key = singletonKeyOf(registered, event, at) ?? "";
  const lock = `${workspaceId} ${registered.id} ${key}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`);
  return tx
    .select({ workspaceId: workflowRuns.workspaceId, id: workflowRuns.id })
    .from(workflowRuns)
    .where(
      and(
        eq(workflowRuns.workspaceId, workspaceId),
        eq(workflowRuns.functionId, registered.id),
        eq(workflowRuns.singletonKey, key),
        eq(workflowRuns.state, "running"),
      ),
    );
}
