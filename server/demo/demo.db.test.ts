import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversations, faqEntries, members, messages, people, shopOrders } from "@/db/schema";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { getActivation } from "@/server/insight";
import { type Ctx, inPerson, inWorkspace, type MemberRole, newId, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { workspaceLaterHandlers } from "@/server/workspaces";
import { DemoMaker, describeDemo, exploreDemo, getDemoProgress } from ".";
import { clearDemo } from "./clear-demo";
import { demoOrder } from "./demo-orders";
import { findDemo } from "./find-demo";
import { chunksIn, countChunksDone, planDemo } from "./history/fill-history";
import { tellVisit } from "./history/tell-visit";
import { makeDemoAgain } from "./make-demo-again";
import { madeAt } from "./open-demo";
import { type DemoWorkspace, demoTeam, demoWorkspaces } from "./workspaces";

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

/** Whether so many days of all of it are there; asked again where the connection was cut with the others. */
async function isAllThere(days: number): Promise<boolean> {
  try {
    for (const slug of slugs) if ((await countChunksDone(await open(slug))) < chunksIn(days)) return false;
    return true;
  } catch {
    return isAllThere(days);
  }
}

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

const hashOf = (lines: readonly string[]) =>
  createHash("sha256")
    .update([...lines].sort().join("\n"))
    .digest("hex");

/** What is stored of it, to the letter. */
async function digest(slug: string): Promise<string> {
  const rows = await inWorkspace(await open(slug), (tx) =>
    tx.execute<{ line: string }>(sql`
      select concat_ws('|', a.chat_id, c.status, c.resolution, m.seq, m.author,
        (extract(epoch from m.created_at) * 1000)::bigint, m.text) as line
      from messages m
      join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      join addresses a on a.workspace_id = c.workspace_id and a.id = c.address_id`),
  );
  return hashOf(rows.map(({ line }) => line));
}

/** What so many days of it are, by the plan alone. */
async function planned(demo: DemoWorkspace, days: number): Promise<string> {
  const ctx = await open(demo.slug);
  const made = await madeAt(ctx);
  const setting = {
    rhythm: demo.rhythm,
    talks: demo.talks,
    now: made,
    workspace: ctx.workspace,
    memberIds: ["one", "two"],
    orderId: () => "",
    faqId: () => "",
  };
  const isWithin = ({ at }: { at: Date }) => made.getTime() - at.getTime() < days * 86_400_000;
  return hashOf(
    planDemo(demo, made)
      .filter(isWithin)
      .flatMap((visit) => {
        const { customer, status, resolution, messages: said } = tellVisit(visit, setting);
        return said.map(({ by, at, text }, nth) =>
          [
            customer.telegramId,
            status,
            ...(resolution ? [resolution.kind] : []),
            nth + 1,
            by,
            at.getTime(),
            text,
          ].join("|"),
        );
      }),
  );
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

  test("each was opened and connected before anybody wrote", async () => {
    for (const slug of slugs) {
      const { steps } = await getActivation({ ctx: await open(slug) });
      const moments = steps.map(({ at }) => at ?? "");
      expect(moments).toEqual([...moments].sort());
      expect(moments[0]).toMatch(/^2/);
    }
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

  test("killed in the middle, again and again, a start on a later day goes on with the same history", async () => {
    state.clock.advance(3 * 86_400_000);
    const longer = { workspaces: "all", days: 26 } as const;
    const admin = postgres(state.urls.adminUrl, { max: 1 });
    let killed = 0;
    for (let starts = 0; !(await isAllThere(longer.days)); starts++) {
      const maker = new DemoMaker(local.sandbox, longer);
      let isMaking = true;
      const making = (async () => {
        while (await maker.makeNext());
      })()
        .catch(() => {
          killed += 1;
        })
        .finally(() => {
          isMaking = false;
        });
      if (starts < 6) {
        await sleep(60 + starts * 140);
        // Of a session that is ended once it does the work again, in another.
        while (isMaking) {
          await admin`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`;
          await sleep(5);
        }
      }
      await making;
    }
    await admin.end();
    state.clock.advance(-3 * 86_400_000);
    expect(killed).toBeGreaterThan(2);
    for (const demo of demoWorkspaces) {
      expect(await madeAt(await open(demo.slug))).toEqual(testStart);
      expect(await digest(demo.slug)).toBe(await planned(demo, 26));
    }
  }, 120_000);

  describe("cleared", () => {
    const as = async (slug: string, role: MemberRole): Promise<Ctx> => {
      const ctx = await open(slug);
      const [member] = await inWorkspace(ctx, (tx) =>
        tx.select().from(members).where(eq(members.role, role)),
      );
      const { id: memberId, personId, displayName } = member!;
      return { ...ctx, actor: { kind: "member", role, memberId, personId, displayName } };
    };
    const stateOf = async (slug: string) =>
      (await getDemoProgress()).workspaces.find((part) => part.slug === slug)!.state;
    const erase = async (slug: string) => {
      const ctx = await open(slug);
      while (await eraser({ workspaceId: ctx.workspace.id, kind: "", subject: "", attempts: 1 }));
    };
    const eraser = workspaceLaterHandlers["workspaces/erase"]!;

    test("by owners alone, and nobody takes away what they do not own", async () => {
      const input = { slugs: ["demo-desk" as const] };
      for (const role of ["admin", "supervisor", "support", "analyst"] as const) {
        const ctx = await as("demo-desk", role);
        await expect(clearDemo({ ctx, input })).rejects.toThrow(PermissionDenied);
        await expect(makeDemoAgain({ ctx, input })).rejects.toThrow(PermissionDenied);
      }
      const stranger = (await makeWorkspace(state.runtime)).member("owner");
      await clearDemo({ ctx: stranger, input });
      expect(await stateOf("demo-desk")).toBe("made");
    });

    test("one goes with all its rows, from another one; the rest and a real workspace stay", async () => {
      const real = await makeWorkspace(state.runtime);
      const clinic = await countRows("demo-clinic");
      const desk = await open("demo-desk");
      const owner = await as("demo-clinic", "owner");
      await clearDemo({ ctx: owner, input: { slugs: ["demo-desk"] } });
      expect(await stateOf("demo-desk")).toBe("clearing");
      const admin = postgres(state.urls.adminUrl, { max: 1 });
      const [deleted] = await admin`
        select action from audit_log where workspace_id = ${desk.workspace.id} and action = 'workspace.delete'`;
      expect(deleted).toBeDefined();
      await erase("demo-desk");
      expect(await stateOf("demo-desk")).toBe("cleared");
      const [left] = await admin<{ n: number }[]>`
        select (select count(*) from messages where workspace_id = ${desk.workspace.id})::int
          + (select count(*) from workspaces where id = ${desk.workspace.id})::int as n`;
      expect(left).toEqual({ n: 0 });
      await admin.end();
      expect(await countRows("demo-clinic")).toEqual(clinic);
      expect((await inWorkspace(real.member("owner"), (tx) => tx.select().from(members))).length).toBe(5);
    }, 60_000);

    test("it stays away at the next start, and comes back when an owner asks, with the same people", async () => {
      const maker = new DemoMaker(local.sandbox, settings);
      await maker.makeFirst();
      while (await maker.makeNext());
      expect(await stateOf("demo-desk")).toBe("cleared");
      expect(await getDemoProgress()).toMatchObject({ isMade: true, share: 1 });

      await makeDemoAgain({ ctx: await as("demo", "owner"), input: { slugs: ["demo-desk"] } });
      expect(await stateOf("demo-desk")).toBe("waiting");
      while (await maker.makeNext());
      expect(await stateOf("demo-desk")).toBe("made");
      const team = await inWorkspace(await open("demo-desk"), (tx) => tx.select().from(members));
      expect(team.map(({ personId }) => personId).sort()).toEqual(
        demoTeam.map(({ personId }) => personId).sort(),
      );
    }, 60_000);

    test("somebody of one's own looks around as an owner, once in each", async () => {
      const personId = newId();
      await inPerson(personId, (tx) =>
        tx.insert(people).values({ id: personId, displayName: "Deniz", locale: "tr", createdAt: testStart }),
      );
      expect(await exploreDemo({ personId })).toEqual({ slug: "demo" });
      await exploreDemo({ personId });
      for (const slug of slugs) {
        const own = await inWorkspace(await open(slug), (tx) =>
          tx.select().from(members).where(eq(members.personId, personId)),
        );
        expect(own.map(({ role }) => role)).toEqual(["owner"]);
      }
    });
  });
});
