import { and, eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import {
  addresses,
  checkFindings,
  checkNights,
  conversations,
  customerFigures,
  dailyFigures,
  figureCounts,
  laterJobs,
  messages,
  messageTerms,
} from "@/db/schema";
import { queueMessage } from "@/server/deliveries";
import { inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { createMessageIndexLoop } from "@/server/search";
import { testStart, useTestRuntime } from "@/server/testing";
import { askForChecks, listCheckFindings, listCheckNights } from "./index";
import { metricsCore } from "./metrics-core";
import { dayMs, type Made, useNights } from "./testing";

const state = useTestRuntime();
const { asOperator, night, nextNight, makeShop, inside, findingsOf, kindsOf, runFigureJobs, nightOf } =
  useNights(state);

afterEach(() => state.clock.set(testStart));

test("a shop that is in order has no finding, and its night is told", async () => {
  const { workspace } = await makeShop();
  await night();
  expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  const [last] = await listCheckNights({ ctx: asOperator() });
  expect(last).toMatchObject({ night: "2026-11-20", found: 0, skipped: 0 });
  expect(last!.ended).toBe(last!.asked);
  expect(last!.parts.map(({ part }) => part)).toEqual(
    expect.arrayContaining(["books", "conversations", "files", "figures", "objects", "queues", "search"]),
  );
  expect(last!.checked).toBeGreaterThan(10);
  const answer = await metricsCore({
    path: "/api/metrics",
    remoteAddress: "127.0.0.1",
    header: () => undefined,
  } as unknown as Parameters<typeof metricsCore>[0]);
  expect(String(answer!.body)).toMatch(
    /santral_checks_last_night\{part="conversations",what="checked"\} [1-9]/,
  );
});

test("only the platform's operator reads and asks", async () => {
  const { ctx } = await makeShop();
  await expect(askForChecks({ ctx })).rejects.toThrow(PermissionDenied);
  await expect(listCheckNights({ ctx })).rejects.toThrow(PermissionDenied);
  await expect(listCheckFindings({ ctx, input: { workspaceId: ctx.workspace.id } })).rejects.toThrow(
    PermissionDenied,
  );
});

describe("figures", () => {
  test("that were changed are told, counted anew, and seen healed the next night; a neighbour is not touched", async () => {
    const [broken, other] = [await makeShop(), await makeShop()];
    const before = await inside(other.workspace, (tx) => tx.select().from(figureCounts));
    await inside(broken.workspace, async (tx) => {
      await tx.update(figureCounts).set({ n: sql`n + 5` }).where(eq(figureCounts.kind, "messages"));
      await tx.update(dailyFigures).set({ counts: { messages: { customer: 99 } } });
    });
    await night();
    const found = await findingsOf(broken.workspace.workspace.id);
    expect(found.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        "2026-11-18 hours messages",
        "2026-11-18 day messages",
        "2026-11-12 hours messages",
      ]),
    );
    expect(found.find(({ subject }) => subject === "2026-11-18 hours messages")).toMatchObject({
      details: { day: "2026-11-18", figure: "messages", stored: 11, counted: 6 },
      mendedAt: null,
      nights: 1,
    });
    expect(await findingsOf(other.workspace.workspace.id)).toEqual([]);
    expect(await inside(other.workspace, (tx) => tx.select().from(figureCounts))).toEqual(before);
    expect(await runFigureJobs(broken.workspace)).toBeGreaterThan(0);
    await nextNight();
    for (const one of await findingsOf(broken.workspace.workspace.id))
      expect(one, one.subject).toMatchObject({ mendedAt: expect.any(Date) });
  });

  test("that are late because the work on them is, are no finding", async () => {
    const { workspace } = await makeShop();
    await inside(workspace, async (tx) => {
      await tx.update(figureCounts).set({ n: sql`n + 5` });
      await tx.insert(laterJobs).values({
        workspaceId: workspace.workspace.id,
        kind: "insight/hour",
        subject: "2026-11-18T08",
        dueAt: new Date(state.clock.now().getTime() - 120_000),
      });
    });
    await night();
    expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  });

  test("of customers that were changed are told and counted anew", async () => {
    const { workspace } = await makeShop();
    await inside(workspace, (tx) => tx.update(customerFigures).set({ busiest: {} }));
    await night();
    expect(await kindsOf(workspace)).toEqual(["customer-figure"]);
    await runFigureJobs(workspace);
    await nextNight();
    expect(await findingsOf(workspace.workspace.id)).toMatchObject([{ mendedAt: expect.any(Date) }]);
  });
});

describe("conversations", () => {
  test("a gap is told and stays; counters are put right; whoever is blocked in one place only is told", async () => {
    const { workspace, all } = await makeShop();
    const [gap, high, answers, low] = all;
    await inside(workspace, async (tx) => {
      const inThe = (one: typeof gap, seq: number) =>
        and(eq(messages.conversationId, one!.id), eq(messages.seq, seq));
      await tx.delete(messages).where(inThe(gap, 2));
      await tx.delete(messages).where(inThe(high, 3));
      await tx.update(conversations).set({ answerCount: 7 }).where(eq(conversations.id, answers!.id));
      await tx.update(conversations).set({ lastSeq: 2 }).where(eq(conversations.id, low!.id));
      await tx.update(addresses).set({ isBlocked: true }).where(eq(addresses.id, all[4]!.addressId));
    });
    // Of older days only a sample is looked at; these are looked at by name.
    await nightOf(workspace, "conversations");
    const found = new Map((await findingsOf(workspace.workspace.id)).map((one) => [one.subject, one]));
    const open = { mendedAt: null };
    const mended = { mendedAt: expect.any(Date) };
    expect(found.get(all[4]!.addressId)).toMatchObject({ kind: "address-blocked", ...open });
    for (const one of all) await look(workspace, one.id);
    const seen = new Map((await findingsOf(workspace.workspace.id)).map((one) => [one.subject, one]));
    expect(seen.get(gap!.id)).toMatchObject({ kind: "message-gap", details: { missing: 1 }, ...open });
    expect(seen.get(`${high!.id} last_seq`)).toMatchObject({ details: { stored: 3, counted: 2 }, ...open });
    expect(seen.get(`${answers!.id} answer_count`)).toMatchObject({
      details: { stored: 7, counted: 0 },
      ...mended,
    });
    expect(seen.get(`${low!.id} last_seq`)).toMatchObject({ details: { stored: 2, counted: 3 }, ...mended });
    const rows = await inside(workspace, (tx) => tx.select().from(conversations));
    expect(rows.find(({ id }) => id === answers!.id)).toMatchObject({ answerCount: 0 });
    expect(rows.find(({ id }) => id === low!.id)).toMatchObject({ lastSeq: 3 });
    expect(rows.find(({ id }) => id === high!.id)).toMatchObject({ lastSeq: 3 });
  });

  test("that are being written to are no finding", async () => {
    const { workspace, ctx, all } = await makeShop();
    const { id, addressId, channelId } = all[4]!;
    const input = {
      conversationId: id,
      addressId,
      channelId,
      author: "agent",
      text: "Yolda",
      purpose: "reply",
    } as const;
    let isWriting = true;
    const writing = (async () => {
      for (let n = 0; n < 150; n += 1) await inWorkspace(ctx, (tx) => queueMessage(tx, ctx, input));
      isWriting = false;
    })();
    while (isWriting) await nightOf(workspace, "conversations");
    await writing;
    await nightOf(workspace, "conversations");
    expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  });
});

/** Looks at one conversation by an open finding of it, whatever the sample is. */
async function look(workspace: Made, conversationId: string): Promise<void> {
  const now = state.clock.now();
  await inside(workspace, (tx) =>
    tx
      .insert(checkFindings)
      .values({
        workspaceId: workspace.workspace.id,
        id: newId(),
        kind: "message-gap",
        subject: conversationId,
        details: {},
        firstSeenAt: now,
        lastSeenAt: now,
        lastNight: "2026-11-19",
      })
      .onConflictDoNothing(),
  );
  await nightOf(workspace, "conversations");
}

test("messages that lack words are indexed anew", async () => {
  const { workspace, conversation: _, all } = await makeShop();
  const [message] = await inside(workspace, (tx) =>
    tx.select().from(messages).where(eq(messages.conversationId, all[4]!.id)).limit(1),
  );
  await inside(workspace, (tx) => tx.delete(messageTerms).where(eq(messageTerms.messageId, message!.id)));
  await night();
  expect(await findingsOf(workspace.workspace.id)).toMatchObject([
    { kind: "message-words", subject: message!.id, mendedAt: null },
  ]);
  await createMessageIndexLoop(state.runtime).runOnce();
  await nextNight();
  expect(await findingsOf(workspace.workspace.id)).toMatchObject([{ mendedAt: expect.any(Date) }]);
});

describe("a night", () => {
  test("whose steps are cut off and done again is told once", async () => {
    const { workspace, all } = await makeShop();
    await inside(workspace, (tx) =>
      tx.delete(messages).where(and(eq(messages.conversationId, all[4]!.id), eq(messages.seq, 2))),
    );
    await nightOf(workspace, "conversations");
    await nightOf(workspace, "conversations");
    await night();
    const numbers = () =>
      state.runtime.worker
        .select()
        .from(checkNights)
        .where(
          and(eq(checkNights.workspaceId, workspace.workspace.id), eq(checkNights.part, "conversations")),
        );
    expect(await numbers()).toMatchObject([{ found: 1 }]);
    const before = await findingsOf(workspace.workspace.id);
    // Whoever wrote it wrote one less by now, so two parts have found something.
    expect(before).toMatchObject([
      { kind: "customer-figure", nights: 1 },
      { kind: "message-gap", nights: 1 },
    ]);
    await night();
    const again = (await findingsOf(workspace.workspace.id)).map(({ kind, nights }) => ({ kind, nights }));
    expect(again).toEqual(before.map(({ kind, nights }) => ({ kind, nights })));
  });

  test("findings of long ago are forgotten", async () => {
    const { workspace } = await makeShop();
    await look(workspace, newId());
    expect(await findingsOf(workspace.workspace.id)).toHaveLength(1);
    state.clock.advance(91 * dayMs);
    await night();
    expect(await findingsOf(workspace.workspace.id)).toEqual([]);
  });
});
