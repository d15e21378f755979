import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { customers } from "@/db/schema";
import { inWorkspace, newId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { createStatisticsLoop } from "./statistics-loop";

const state = useTestRuntime();

test("a table that has grown is known to the planner at once, and analysed again only when it has doubled", async () => {
  const { runtime } = state;
  const { member } = await makeWorkspace(runtime);
  const ctx = member("owner");
  const addCustomers = (count: number) =>
    inWorkspace(ctx, (tx) =>
      tx.insert(customers).values(
        Array.from({ length: count }, () => ({
          workspaceId: ctx.workspace.id,
          id: newId(),
          displayName: "Deneme",
          createdAt: runtime.clock.now(),
        })),
      ),
    );
  const known = async () => {
    const [table] = await runtime.worker.execute<{ rows: number }>(
      sql`select reltuples::int as rows from pg_class where oid = 'customers'::regclass`,
    );
    return table!.rows;
  };
  const loop = createStatisticsLoop(runtime);

  await addCustomers(1_000);
  expect(await loop.runOnce()).toBe(false);
  expect(await known()).toBe(1_000);
  await addCustomers(100);
  await loop.runOnce();
  expect(await known()).toBe(1_000);
  await addCustomers(2_000);
  await loop.runOnce();
  expect(await known()).toBe(3_100);
});
