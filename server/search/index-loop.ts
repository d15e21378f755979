import { sql } from "drizzle-orm";
import { type Loop, openSystemContext, type Runtime, WorkspaceNotFound } from "@/server/kernel";
import { indexBatchSize, indexMessages } from "./index-messages";

/** A workspace whose batch failed is left alone for so long. */
const restAfterFailureMs = 10_000;

/**
 * Takes what was said into the index, a batch of each workspace in turn: a large import holds no neighbour up, and neither
 * does a workspace whose batch fails.
 */
export function createMessageIndexLoop(runtime: Pick<Runtime, "worker" | "logger" | "clock">): Loop {
  const restsUntil = new Map<string, number>();
  return {
    name: "message-index",
    idleMs: 1_000,
    restMs: 100,
    async runOnce() {
      let hasMore = false;
      for (const id of await listWaiting(runtime)) {
        if ((restsUntil.get(id) ?? 0) > runtime.clock.now().getTime()) continue;
        try {
          if (await indexBatch(id)) hasMore = true;
          restsUntil.delete(id);
        } catch (error) {
          restsUntil.set(id, runtime.clock.now().getTime() + restAfterFailureMs);
          runtime.logger.error({ workspaceId: id, error }, "a workspace's messages were not indexed");
        }
      }
      return hasMore;
    },
  };
}

/** @returns whether more may wait */
async function indexBatch(workspaceId: string): Promise<boolean> {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "search" }).catch(
    (error: unknown) => {
      // Erased meanwhile; the rest of its rows go with it.
      if (error instanceof WorkspaceNotFound) return null;
      throw error;
    },
  );
  return ctx !== null && (await indexMessages({ ctx })) === indexBatchSize;
}

/** The workspaces with messages that wait, from one to the next by the key: however long one's queue is. */
async function listWaiting(runtime: Pick<Runtime, "worker">): Promise<string[]> {
  const rows = await runtime.worker.execute<{ id: string }>(sql`
    with recursive waiting as (
      (select workspace_id from message_index_queue order by workspace_id limit 1)
      union all
      select (select q.workspace_id from message_index_queue q where q.workspace_id > w.workspace_id
              order by q.workspace_id limit 1)
      from waiting w where w.workspace_id is not null)
    select workspace_id as id from waiting where workspace_id is not null`);
  return rows.map((row) => row.id);
}
