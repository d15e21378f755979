import { sql } from "drizzle-orm";
import type { Loop, Runtime } from "@/server/kernel";

/**
 * Keeps the planner's statistics of young tables true until autovacuum, which looks once a minute, has taken over: a
 * new workspace's first thousand messages would otherwise be looked up under plans made for one row.
 */
export function createStatisticsLoop(runtime: Pick<Runtime, "worker">): Loop {
  return {
    name: "statistics",
    idleMs: 1_000,
    async runOnce() {
      await runtime.worker.execute(sql`select analyse_young_tables()`);
      return false;
    },
  };
}
