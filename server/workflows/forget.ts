import { sql } from "drizzle-orm";
import { getRuntime, inWorkspace } from "@/server/kernel";

/** How long runs that have ended are kept, and the events that started them. */
const keptDays = 30;
const dayMs = 86_400_000;
const batch = 1_000;

/** Ids are made in the order of time: the first one that a moment could have. */
function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/**
 * Forgets a workspace's runs that ended long ago, events that no run is left of, and keys whose time is over, a batch at a
 * time. What still goes on, and the event that it began with, stays.
 */
export async function forgetRuns(workspaceId: string): Promise<void> {
  const { clock } = getRuntime();
  const now = clock.now();
  const before = sql`${firstIdAt(new Date(now.getTime() - keptDays * dayMs))}::uuid`;
  const w = sql`${workspaceId}::uuid`;
  const statements = [
    sql`with old as (
        select id from workflow_runs where workspace_id = ${w} and id < ${before} and state <> 'running' limit ${batch}
      ), steps as (
        delete from workflow_steps s using old where s.workspace_id = ${w} and s.run_id = old.id
      )
      delete from workflow_runs r using old where r.workspace_id = ${w} and r.id = old.id`,
    sql`delete from workflow_events where workspace_id = ${w} and id in (
        select e.id from workflow_events e where e.workspace_id = ${w} and e.id < ${before}
          and not exists (select 1 from workflow_runs r where r.workspace_id = ${w} and r.event_id = e.id)
          and not exists (select 1 from workflow_jobs j where j.workspace_id = ${w} and j.run_id = e.id)
        limit ${batch})`,
    sql`delete from workflow_keys where workspace_id = ${w} and (function_id, kind, key) in (
        select function_id, kind, key from workflow_keys where workspace_id = ${w}
          and kind in ('idempotency', 'rate-limit', 'throttle') and until < ${now.toISOString()}::timestamptz
        limit ${batch})`,
  ];
  for (const statement of statements) {
    for (;;) {
      const { count } = await inWorkspace({ workspace: { id: workspaceId } }, (tx) => tx.execute(statement));
      if (count < batch) break;
    }
  }
}
