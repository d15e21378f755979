import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAgentLoop } from "@/server/agent";
import { createDispatcher } from "@/server/deliveries";
import { newId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { faultsOf, observe, type Statement } from "./observed-database";

/**
 * Looks at the queues while a snapshot of the database is held, as a backup holds one: what is taken from them meanwhile
 * stays in their indexes, and no look but one a second may walk over it.
 */

const state = useTestRuntime({ isServing: true });
const taken = 20_000;
const channelId = newId();
/** Longer than a second, where one of them takes a tenth. */
const looks = 12;
let admin: postgres.Sql;
let holder: postgres.Sql;
let observed: Awaited<ReturnType<typeof observe>>;
let workspaceId: string;

beforeAll(async () => {
  admin = postgres(state.urls.adminUrl, {
    max: 1,
    onnotice: () => {},
    connection: { session_replication_role: "replica" },
  });
  holder = postgres(state.urls.adminUrl, { max: 1, onnotice: () => {} });
  ({
    workspace: { id: workspaceId },
  } = await makeWorkspace(state.runtime));
  observed = await observe(state.runtime, state.urls);
});

afterAll(async () => {
  await observed?.stop();
  await holder?.end({ timeout: 5 });
  await admin?.end({ timeout: 5 });
});

const now = () => `'${state.clock.now().toISOString()}'::timestamptz`;
/** Ten were taken a second. */
const dueAt = () => `${now()} - make_interval(secs => n / 10.0)`;

/** A row each of what has been taken since the snapshot. */
const queues: {
  table: string;
  columns: () => string;
  /** A process that looks; `look` looks once. */
  open: () => Promise<{ look: () => Promise<unknown>; claim: RegExp }>;
}[] = [
  {
    table: "agent_jobs",
    columns: () =>
      `(workspace_id, conversation_id, due_at) select '${workspaceId}', gen_random_uuid(), ${dueAt()}`,
    async open() {
      const loop = createAgentLoop(state.runtime);
      return { look: () => loop.runOnce(), claim: /update agent_jobs/ };
    },
  },
  {
    table: "outbox",
    columns: () => `(workspace_id, id, name, aggregate_id, actor_kind, occurred_at, due_at)
      select '${workspaceId}', gen_random_uuid(), 'test/happened', gen_random_uuid(), 'system', ${dueAt()}, ${dueAt()}`,
    async open() {
      const look = () => {
        state.runtime.wake("relay");
        return sleep(100);
      };
      return { look, claim: /delete from "outbox"/ };
    },
  },
  {
    table: "delivery_queue",
    columns: () => `(workspace_id, delivery_id, channel_id, address_id, lane, due_at)
      select '${workspaceId}', gen_random_uuid(), '${channelId}', gen_random_uuid(), 0, ${dueAt()}`,
    async open() {
      const loop = createDispatcher(state.runtime);
      return { look: () => loop.runOnce(), claim: /from delivery_queue/ };
    },
  },
];

describe.each(queues)("$table, of which much was taken since", ({ table, columns, open }) => {
  test("is walked over once a second", async () => {
    const { look, claim } = await open();
    let walked = 0;
    const began = performance.now();
    await holder.begin("isolation level repeatable read", async (tx) => {
      await tx`select pg_current_snapshot()`;
      await admin.unsafe(`insert into ${table} ${columns()} from generate_series(1, ${taken}) n`);
      await admin.unsafe(`delete from ${table}`);
      await admin.unsafe(`analyze ${table}`);
      for (let n = 0; n < looks; n += 1) {
        observed.take();
        await look();
        const statements = observed.take().filter(({ text }) => claim.test(text));
        expect(statements.length).toBeGreaterThan(0);
        if (walks(statements, table)) walked += 1;
      }
    });
    const seconds = (performance.now() - began) / 1_000;
    expect(walked).toBeGreaterThan(0);
    expect(walked).toBeLessThanOrEqual(Math.min(1 + seconds, looks - 1));
  });
});

const walks = (statements: readonly Statement[], table: string) =>
  statements.flatMap((one) => faultsOf(one, new Set([table]))).some((fault) => fault.startsWith("walks"));
