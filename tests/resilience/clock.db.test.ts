import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { inWorkspace, newId, runLater } from "@/server/kernel";
import { LiveReader } from "./live-reader";
import { greeting, useServingProduct } from "./serving-product";

/** The machine's clock is set while the product serves: an hour back, two days forward. */
const state = useServingProduct();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

// Each test leaves the clock as it has found it.
let offMs = 0;
const jump = (ms: number) => {
  offMs += ms;
  state.product.clock.jump(ms);
};
afterEach(async () => {
  if (offMs !== 0) state.product.clock.jump(-offMs);
  offMs = 0;
  await sleep(1_200);
});

const idle = (withinMs = 15_000) =>
  expect.poll(() => state.product.waiting(), { timeout: withinMs, interval: 100 }).toBe(0);

async function expectAnswer(user: number, withinMs = 10_000) {
  const { product } = state;
  const before = product.heard(user).length;
  product.say(user, greeting);
  await expect.poll(() => product.heard(user).length, { timeout: withinMs }).toBeGreaterThan(before);
}

describe.each([
  ["an hour back", -hourMs],
  ["two days forward", 2 * dayMs],
])("%s", (_label, ms) => {
  test("messages are taken in, answered, sent and seen live", async () => {
    const { product } = state;
    const user = product.createCustomer();
    await expectAnswer(user);
    const reader = await LiveReader.open(
      product.origin,
      product.shop.workspace.slug,
      await product.headersOf("owner"),
    );
    jump(ms);
    await expectAnswer(user);
    await expect
      .poll(() => reader.events.some((event) => event.data.topic === "message/sent"), { timeout: 5_000 })
      .toBe(true);
    reader.leave();
    await idle();
    expect(await product.stored(user)).toEqual([greeting, greeting]);
    expect(await product.stored(user, "out")).toEqual(product.heard(user));
    // The raw update has found a partition, or the one that takes what has none.
    const [raw] = await product.admin<{ count: number }[]>`
      select count(*)::int as count from raw_updates where body like ${`%"id":${user},%`}`;
    expect(raw?.count).toBe(2);
  }, 60_000);

  test("what waited in the queues is not left waiting", async () => {
    const { product } = state;
    const user = product.createCustomer();
    await expectAnswer(user);
    await idle();
    // A send that failed waits for its next try, and the agent and the later loop have work of this moment.
    product.telegram.sandbox.plantFault({
      bot: product.bot.username,
      method: "sendMessage",
      kind: "5xx",
      times: 3,
    });
    product.say(user, greeting);
    await sleep(400);
    const subject = newId();
    const ctx = product.as("owner");
    await inWorkspace(ctx, (tx) =>
      runLater(tx, {
        workspaceId: ctx.workspace.id,
        kind: "insight/hour",
        subject: new Date(product.clock.now().getTime() - hourMs).toISOString().slice(0, 13),
        dueAt: product.clock.now(),
      }),
    );
    await product.admin`
      insert into agent_jobs (workspace_id, conversation_id, due_at)
      select workspace_id, id, ${product.clock.now()} from conversations where id <> ${subject} limit 1
      on conflict do nothing`;
    jump(ms);
    await idle(20_000);
    expect(product.heard(user)).toHaveLength(2);
    const [late] = await product.admin<{ count: number }[]>`
      select count(*)::int as count from later_jobs where kind = 'insight/hour' and due_at > ${new Date(product.clock.now().getTime() + 5 * 60_000)}`;
    expect(late?.count).toBe(0);
    await expect
      .poll(async () => {
        const [row] = await product.admin<{ count: number }[]>`
          select count(*)::int as count from workflow_jobs where kind in ('event', 'call')`;
        return row?.count;
      })
      .toBe(0);
  }, 60_000);

  test("the limit on answers starts anew rather than standing still", async () => {
    const { product } = state;
    const user = product.createCustomer();
    for (let turn = 0; turn < 3; turn += 1) await expectAnswer(user);
    jump(ms);
    for (let turn = 0; turn < 3; turn += 1) await expectAnswer(user);
  }, 60_000);
});

test("a lease of a process that died before the step back ends as leases end", async () => {
  const { product } = state;
  const user = product.createCustomer();
  await expectAnswer(user);
  await idle();
  const now = product.clock.now();
  await product.admin`
    insert into agent_jobs (workspace_id, conversation_id, due_at, lease_until, lease_holder)
    select c.workspace_id, c.id, ${now}, ${new Date(now.getTime() + 10_000)}, ${newId()}
    from conversations c join addresses a on a.id = c.address_id where a.chat_id = ${String(user)}`;
  jump(-hourMs);
  await expect
    .poll(
      async () => {
        const [job] = await product.admin<{ left: number }[]>`
          select extract(epoch from lease_until - ${product.clock.now()})::int as left from agent_jobs`;
        return job?.left ?? 0;
      },
      { timeout: 5_000 },
    )
    .toBeLessThanOrEqual(120);
  await product.admin`delete from agent_jobs`;
}, 30_000);

test("partitions are made for the days after a jump forward, and none of the jump back is lost", async () => {
  const { product } = state;
  const days = async () =>
    (
      await product.admin<{ name: string }[]>`
        select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'raw_updates'::regclass order by 1`
    ).map((row) => row.name);
  const before = await days();
  // Further than any test before.
  jump(4 * dayMs);
  await expect.poll(days, { timeout: 10_000 }).not.toEqual(before);
  const after = await days();
  for (const name of before) expect(after).toContain(name);
  const day = new Date(product.clock.now().getTime() + 3 * dayMs)
    .toISOString()
    .slice(0, 10)
    .replaceAll("-", "");
  expect(after).toContain(`raw_updates_${day}`);
}, 30_000);
