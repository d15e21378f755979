import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversations, faqEntries, members, messages, shopOrders } from "@/db/schema";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { inWorkspace } from "@/server/kernel";
import { testStart, useTestRuntime } from "@/server/testing";
import { DemoMaker, describeDemo, getDemoProgress } from ".";
import { demoOrder } from "./demo-orders";
import { findDemo } from "./find-demo";
import { madeAt } from "./open-demo";
import { demoTeam, demoWorkspaces } from "./workspaces";

// The history is made of days, and few say as much as many.
const settings = { workspaces: "all", days: 12 } as const;
const env: Record<string, unknown> = { demo: settings };
let local: TestSandbox;
beforeAll(async () => {
  local = await startTestSandbox();
  Object.assign(env, { origin: local.origin, port: Number(new URL(local.origin).port) });
});
afterAll(() => local.close());
const state = useTestRuntime({ env });

const slugs = demoWorkspaces.map(({ slug }) => slug);
const open = async (slug: string) => (await findDemo(slug))!;

async function countRows(slug: string) {
  return inWorkspace(await open(slug), async (tx) => {
    const count = async (
      table: typeof conversations | typeof messages | typeof faqEntries | typeof shopOrders,
    ) => (await tx.select({ n: sql<number>`count(*)::int` }).from(table))[0]!.n;
    return {
      conversations: await count(conversations),
      messages: await count(messages),
      faq: await count(faqEntries),
      orders: await count(shopOrders),
    };
  });
}

async function digest(slug: string): Promise<string> {
  const rows = await inWorkspace(await open(slug), (tx) =>
    tx.execute<{ line: string }>(sql`
      select concat_ws('|', a.chat_id, c.created_at, c.status, c.resolution, c.resolved_at, m.seq, m.author, m.created_at, m.text) as line
      from messages m
      join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      join addresses a on a.workspace_id = c.workspace_id and a.id = c.address_id
      order by 1`),
  );
  return createHash("sha256")
    .update(rows.map(({ line }) => line).join("\n"))
    .digest("hex");
}

describe("the demo", () => {
  test("the shop with its newest days first; the rest piece by piece, each seen in the progress", async () => {
    const maker = new DemoMaker(local.sandbox, settings);
    await maker.makeFirst();
    const first = await getDemoProgress();
    expect(first.isMade).toBe(false);
    expect(first.workspaces.map((part) => part.state)).toEqual(["making", "waiting", "waiting", "waiting"]);
    const newest = await countRows("demo");
    expect(newest.conversations).toBeGreaterThan(150);
    expect(newest).toMatchObject({ orders: 2_000, faq: demoWorkspaces[0]!.faq.length });
    const told = await describeDemo(local.sandbox);
    expect(told).toMatchObject({
      workspace: { slug: "demo" },
      bot: { username: "moda_sokak_bot" },
      customer: { telegramId: demoOrder.telegramId, shopOrder: { number: "SN-10001" } },
      progress: { share: first.share },
    });

    const shares = [first.share];
    while (await maker.makeNext()) shares.push((await getDemoProgress()).share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(await getDemoProgress()).toMatchObject({ share: 1, isMade: true });
    for (const slug of slugs) expect((await countRows(slug)).conversations).toBeGreaterThan(150);
  }, 90_000);

  test("a second start changes nothing", async () => {
    const before = await Promise.all(slugs.map(digest));
    const maker = new DemoMaker(local.sandbox, settings);
    await maker.makeFirst();
    while (await maker.makeNext());
    expect(await Promise.all(slugs.map(digest))).toEqual(before);
  });

  test("the same five people work in all four, of one organisation", async () => {
    for (const slug of slugs) {
      const team = await inWorkspace(await open(slug), (tx) => tx.select().from(members));
      expect(team.map(({ role, personId }) => [role, personId]).sort()).toEqual(
        demoTeam.map(({ role, personId }) => [role, personId]).sort(),
      );
    }
    const organisations = await Promise.all(
      slugs.map(async (slug) =>
        inWorkspace(await open(slug), (tx) =>
          tx.execute<{ name: string }>(sql`select id, name from organisations`),
        ),
      ),
    );
    expect(new Set(organisations.flat().map((row) => JSON.stringify(row))).size).toBe(1);
  });

  test("figures stand for what was said, hour by hour", async () => {
    for (const slug of slugs) {
      const [row] = await inWorkspace(await open(slug), (tx) =>
        tx.execute<{ counted: number; said: number }>(sql`
          select (select sum(n) from figure_counts where kind = 'messages' and key = 'customer')::int as counted,
            (select count(*) from messages where direction = 'in')::int as said`),
      );
      expect(row!.counted).toBe(row!.said);
    }
  });

  test("who waits is on the local Telegram, so that an answer arrives", async () => {
    const ctx = await open("demo");
    const waiting = await inWorkspace(ctx, (tx) =>
      tx.execute<{ chat: string }>(sql`
        select a.chat_id as chat from conversations c
        join addresses a on a.workspace_id = c.workspace_id and a.id = c.address_id where c.status = 'handed_off'`),
    );
    expect(waiting.length).toBeGreaterThan(2);
    for (const { chat } of waiting) expect(local.sandbox.findUser(Number(chat))).not.toBeNull();
  });

  test("a start on a later day goes on with the history of the day it was begun", async () => {
    const before = await digest("demo-desk");
    state.clock.advance(3 * 86_400_000);
    const maker = new DemoMaker(local.sandbox, { workspaces: "all", days: 19 });
    while (await maker.makeNext());
    expect(await madeAt(await open("demo-desk"))).toEqual(testStart);
    const ctx = await open("demo-desk");
    const rows = await inWorkspace(ctx, (tx) =>
      tx.execute<{ newest: Date; oldest: string }>(
        sql`select max(created_at) as newest, min(created_at) as oldest from conversations`,
      ),
    );
    expect(new Date(rows[0]!.newest).getTime()).toBeLessThanOrEqual(testStart.getTime());
    expect(testStart.getTime() - new Date(rows[0]!.oldest).getTime()).toBeGreaterThan(17 * 86_400_000);
    expect(await digest("demo-desk")).not.toBe(before);
    state.clock.advance(-3 * 86_400_000);
  });
});
