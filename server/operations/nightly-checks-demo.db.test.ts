import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { DemoMaker } from "@/server/demo";
import { insightLaterHandlers } from "@/server/insight";
import { createMessageIndexLoop } from "@/server/search";
import { useTestRuntime } from "@/server/testing";
import { listCheckNights } from "./index";
import { useNights } from "./testing";

const settings = { workspaces: "all", days: 12 } as const;
const env: Record<string, unknown> = { demo: settings };
let local: TestSandbox;
beforeAll(async () => {
  local = await startTestSandbox();
  Object.assign(env, { origin: local.origin, port: Number(new URL(local.origin).port) });
});
afterAll(() => local.close());
const state = useTestRuntime({ env });
const { asOperator, night, nextNight, findingsOf } = useNights(state);

test("four businesses as the product makes them have no finding, in two nights", async () => {
  const maker = new DemoMaker(local.sandbox, settings);
  await maker.makeFirst();
  while (await maker.makeNext());
  const index = createMessageIndexLoop(state.runtime);
  while (await index.runOnce());
  // What the loop of later jobs would have done by now.
  const jobs = await state.runtime.worker.execute<{ workspace_id: string; kind: string; subject: string }>(
    sql`delete from later_jobs where kind like 'insight/%' returning workspace_id, kind, subject`,
  );
  for (const { workspace_id: workspaceId, kind, subject } of jobs)
    await insightLaterHandlers[kind]!({ workspaceId, kind, subject, attempts: 1 });
  await state.runtime.worker.execute(sql`delete from outbox`);
  await night();
  await nextNight();
  const workspaces = await state.runtime.worker.execute<{ id: string }>(
    sql`select workspace_id as id from resolve_workspaces()`,
  );
  expect(workspaces).toHaveLength(4);
  for (const { id } of workspaces) expect(await findingsOf(id)).toEqual([]);
  const nights = await listCheckNights({ ctx: asOperator() });
  expect(nights).toHaveLength(2);
  for (const one of nights) expect(one).toMatchObject({ asked: 4, ended: 4, found: 0, skipped: 0 });
  expect(nights[0]!.checked).toBeGreaterThan(1_000);
}, 180_000);
