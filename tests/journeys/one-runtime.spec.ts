import { join } from "node:path";
import postgres from "postgres";
import { openDataFolder } from "../../scripts/lib/data-folder.ts";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.ts";
import { enter, expect, test } from "../fixtures/journey.ts";
import { listPages } from "../fixtures/pages.ts";

const root = join(import.meta.dirname, "../..");
/** Connections of each pool at the most, as server/kernel/runtime.ts opens them. */
const poolSizes = { "santral-app": 10, "santral-worker": 6, "santral-listen": 1 };

type Backend = { name: string; count: number; listening: number };

/** Next evaluates a module once per bundle; everything with state must stand once all the same. */
test("one runtime in one process, whichever pages and routes were asked", async ({ page, telegram }) => {
  await enter(page, "conversations");
  for (const path of listPages()) expect((await page.goto(path))?.status(), path).toBe(200);
  const routes = [
    "health",
    "metrics",
    "auth/session",
    "auth/providers",
    "trpc/members.list",
    "trpc/insight.figures",
  ];
  const headers = { "x-santral-workspace": telegram.demo.workspace.slug };
  // Side by side, as browsers ask, so that every pool is stretched.
  await Promise.all(
    Array.from({ length: 6 }, () =>
      routes.map((route) => page.request.get(`/api/${route}`, { headers })),
    ).flat(),
  );

  const runtime = await page.request.get("/sandbox/runtime");
  expect(await runtime.json()).toEqual({
    pools: 2,
    loops: [
      "relay",
      "agent",
      "dispatcher",
      "polling",
      "statistics",
      "mail",
      "counters",
      "message-index",
      "demo",
      "workflows",
      "later",
    ],
    listeners: 1,
    startedTimes: 1,
  });

  const { dataDir } = openDataFolder({
    root,
    wanted: process.env.JOURNEY_DATA_DIR ?? ".data/journeys",
    isEmbedded: true,
  });
  const server = await startEmbeddedPostgres({ dataDir });
  expect(server.reused, "the server that the product uses").toBe(true);
  const sql = postgres(server.adminUrl, { max: 1 });
  const backends = await sql<Backend[]>`
    select application_name as name, count(*)::int as count,
      count(*) filter (where query ilike 'listen %')::int as listening
    from pg_stat_activity where starts_with(application_name, 'santral') group by 1`;
  await sql.end();
  expect(backends.map(({ name }) => name).sort()).toEqual(Object.keys(poolSizes).sort());
  for (const { name, count, listening } of backends) {
    expect(count, name).toBeLessThanOrEqual(poolSizes[name as keyof typeof poolSizes]);
    expect(listening, name).toBe(name === "santral-listen" ? 1 : 0);
  }
});
