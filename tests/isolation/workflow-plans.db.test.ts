import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useTestRuntime } from "@/server/testing";
import { openEngine } from "@/server/workflows";
import { faultsOf, observe, type Statement } from "./observed-database";

/** What the claim of workflows looks at, where many jobs sleep and many wait for a slot. */

const state = useTestRuntime();
const large = new Set(["workflow_jobs"]);
let admin: postgres.Sql;
let observed: Awaited<ReturnType<typeof observe>>;

beforeAll(async () => {
  admin = postgres(state.urls.adminUrl, { max: 1, onnotice: () => {} });
  observed = await observe(state.runtime, state.urls);
  // What the server knows of the table is told by each test.
  await admin`alter table workflow_jobs set (autovacuum_enabled = off)`;
});

afterAll(async () => {
  await observed?.stop();
  await admin?.end({ timeout: 5 });
});

beforeEach(async () => {
  await admin`truncate workflow_jobs`;
  await fill("sleeping", 30_000, { dueInS: "n" });
  await fill("limited and sleeping", 5_000, { dueInS: "n", slot: "'asleep ' || n % 100" });
  await fill("blocked", 20_000, { dueInS: "-n", slot: "'full ' || n % 10", blockedOn: "'full ' || n % 10" });
  await fill("holding", 10, { dueInS: "-n", slot: "'full ' || n % 10", leasedForS: "60" });
});

/** Calls of functions that nobody has: they are claimed, and put off. Of ten workspaces, in turn. */
async function fill(
  name: string,
  count: number,
  job: { dueInS: string; slot?: string; blockedOn?: string; leasedForS?: string },
): Promise<void> {
  const { dueInS, slot = "null", blockedOn = "null", leasedForS = "null" } = job;
  const now = `'${state.clock.now().toISOString()}'::timestamptz`;
  const inS = (seconds: string) => `${now} + make_interval(secs => ${seconds})`;
  await admin.unsafe(`
    insert into workflow_jobs (workspace_id, run_id, step, kind, due_at, slot, slot_limit, blocked_on, lease_until)
    select ('00000000-0000-7000-8000-00000000000' || n % 10)::uuid, gen_random_uuid(), '${name}', 'call', ${inS(dueInS)},
      ${slot}, ${slot === "null" ? "null" : "1"}, ${blockedOn}, ${inS(leasedForS)}
    from generate_series(1, ${count}) n`);
}

/** One look of the executor, and what it sent. */
async function look(): Promise<Statement[]> {
  const { executor } = await openEngine(state.runtime, []);
  observed.take();
  await executor.runOnce();
  await executor.idle();
  return observed.take();
}

const claims = /update workflow_jobs j set\s+lease_until/;

describe.each([
  ["as it stands after it was filled", async () => {}],
  ["as the server knows it", async () => void (await admin`analyze workflow_jobs`)],
])("a table of sleeping and blocked jobs, %s", (_label, learn) => {
  test.each<[string, () => Promise<void>]>([
    ["nothing", async () => {}],
    ["what needs no slot", () => fill("due", 60, { dueInS: "-n" })],
    ["what needs one", () => fill("due", 60, { dueInS: "-n", slot: "'free ' || n % 20" })],
    ["what finds its slot full", () => fill("due", 60, { dueInS: "-n", slot: "'full ' || n % 10" })],
    [
      "all of it, in two looks",
      async () => {
        await fill("due", 60, { dueInS: "-n" });
        await fill("due", 60, { dueInS: "-n", slot: "'free ' || n % 20" });
      },
    ],
  ])("is not read from end to end where due is %s", async (_due, make) => {
    await make();
    await learn();
    const statements = [...(await look()), ...(await look())];
    expect(statements.some(({ text }) => claims.test(text))).toBe(true);
    expect([...new Set(statements.flatMap((one) => faultsOf(one, large)))]).toEqual([]);
  });
});
