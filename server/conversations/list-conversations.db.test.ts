import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { identities, orderProofs, shopOrders } from "@/db/schema";
import { codeKey } from "@/lib/text/fold";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { countConversations } from "./count-conversations";
import { CursorInvalid } from "./errors";
import { listConversations, mostLookedAt } from "./list-conversations";
import { makeConversation } from "./testing";

const test_ = useTestRuntime();
const at = (minute: number) => new Date(test_.clock.now().getTime() - minute * 60_000);

const names = async (ctx: Ctx, input: Parameters<typeof listConversations>[0]["input"]) =>
  (await listConversations({ ctx, input })).items.map((item) => item.customer.name);

describe("listConversations", () => {
  test("one state, the newest first, page by page without a gap or a repeat", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("analyst");
    // Two of one moment: the id breaks the tie.
    for (const minute of [3, 1, 2, 2, 4]) {
      await makeConversation(team, { name: `Müşteri ${minute}`, lastMessageAt: at(minute) });
    }
    await makeConversation(team, { status: "closed" });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listConversations>> = await listConversations({
        ctx,
        input: { status: "open", cursor, limit: 2 },
      });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    expect(await names(ctx, { status: "open" })).toEqual(
      [1, 2, 2, 3, 4].map((minute) => `Müşteri ${minute}`),
    );
  });

  test("an item says who waits, with whom and what was said last", async () => {
    const team = await makeWorkspace(test_.runtime);
    const holder = team.team.find((member) => member.role === "support")!;
    await makeConversation(team, {
      status: "handed_off",
      says: ["Merhaba", "x".repeat(500)],
      changes: { assignedMemberId: holder.memberId },
    });
    const { items } = await listConversations({ ctx: team.member("owner"), input: { status: "handed_off" } });
    expect(items[0]).toMatchObject({
      lastSeq: 2,
      assignee: { name: "Deniz support" },
      lastMessage: { author: "customer", text: "x".repeat(160) },
      waitingSince: test_.clock.now().toISOString(),
    });
  });

  test("finds by the folded words of a name, the last one unfinished, in every state", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("support");
    await makeConversation(team, { name: "Şükrü Işık" });
    await makeConversation(team, { name: "Şükrü Kaya", status: "closed", lastMessageAt: at(1) });
    await makeConversation(team, { name: "Ayşe Kaya" });
    expect(await names(ctx, { q: "sukru" })).toEqual(["Şükrü Işık", "Şükrü Kaya"]);
    expect(await names(ctx, { q: "ŞÜKRÜ I" })).toEqual(["Şükrü Işık"]);
    expect(await names(ctx, { q: "sukru", status: "closed" })).toEqual(["Şükrü Kaya"]);
    expect(await names(ctx, { q: "kimse" })).toEqual([]);
  });

  test.each(["0532 123 45 67", "+905321234567", "5321234567"])("finds by the phone %s", async (q) => {
    const team = await makeWorkspace(test_.runtime);
    await makeConversation(team, { name: "Telefonlu", phone: "+905321234567" });
    await makeConversation(team, { name: "Başkası" });
    expect(await names(team.member("support"), { q })).toEqual(["Telefonlu"]);
  });

  test("finds by a shop order's number: by its phone, its e-mail, or who has proved it", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("support");
    const byPhone = await makeConversation(team, { name: "Telefonla", phone: "+905321234567" });
    const byEmail = await makeConversation(team, { name: "Postayla", lastMessageAt: at(1) });
    const byProof = await makeConversation(team, { name: "Kanıtla", lastMessageAt: at(2) });
    await makeConversation(team, { name: "Başkası" });
    const base = { workspaceId: ctx.workspace.id, createdAt: test_.clock.now() };
    const orderId = newId();
    await inWorkspace(ctx, async (tx) => {
      await tx.insert(identities).values({
        ...base,
        id: newId(),
        customerId: byEmail.customerId,
        kind: "email",
        value: "posta@example.com",
      });
      await tx.insert(shopOrders).values({
        ...base,
        id: orderId,
        number: "TY-1042",
        numberFolded: codeKey("TY-1042"),
        orderedAt: test_.clock.now(),
        customerName: "Başka Ad",
        phone: "+905321234567",
        email: "posta@example.com",
        status: "shipped",
        updatedAt: test_.clock.now(),
      });
      await tx.insert(orderProofs).values({
        ...base,
        id: newId(),
        customerId: byProof.customerId,
        shopOrderId: orderId,
        method: "order_details",
      });
    });
    expect(byPhone.id).not.toBe(byProof.id);
    expect(await names(ctx, { q: "ty 1042" })).toEqual(["Telefonla", "Postayla", "Kanıtla"]);
    expect(await names(ctx, { q: "TY1043" })).toEqual([]);
  });

  test("filters let through what they say, each and together", async () => {
    const team = await makeWorkspace(test_.runtime);
    const support = team.team.find((member) => member.role === "support")!;
    const assigned = { assignedMemberId: support.memberId };
    await makeConversation(team, { name: "Benim", status: "handed_off", changes: assigned });
    await makeConversation(team, {
      name: "Sırası onda",
      status: "handed_off",
      lastMessageAt: at(1),
      changes: { ...assigned, waitingSince: null, language: "ru" },
    });
    await makeConversation(team, {
      name: "Kimsenin",
      status: "handed_off",
      lastMessageAt: at(2),
      changes: { priority: "urgent", lastIntent: "return" },
    });
    const ctx = team.member("support");
    const having = (more: object) => names(ctx, { status: "handed_off", ...more });
    expect(await having({ assignee: "me" })).toEqual(["Benim", "Sırası onda"]);
    expect(await having({ assignee: "nobody" })).toEqual(["Kimsenin"]);
    expect(await having({ assignee: toPublicId("member", support.memberId), turn: "customers" })).toEqual([
      "Sırası onda",
    ]);
    expect(await having({ turn: "ours" })).toEqual(["Benim", "Kimsenin"]);
    expect(await having({ language: "ru" })).toEqual(["Sırası onda"]);
    expect(await having({ intent: "return", priority: "urgent" })).toEqual(["Kimsenin"]);
    expect(await having({ intent: "return", language: "ru" })).toEqual([]);
    const [channel] = (await listConversations({ ctx, input: { q: "benim" } })).items;
    expect(await having({ channelId: channel!.channel.id })).toEqual(["Benim"]);
    expect(await countConversations({ ctx })).toMatchObject({
      handedOff: 3,
      waiting: 2,
      mine: 2,
      mineWaiting: 1,
      unassigned: 1,
      snoozed: 0,
      near: 0,
      missed: 0,
    });
  });

  test("a page whose filter lets few through ends where it stopped looking, and the next goes on", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const { channelId, customerId, addressId } = await makeConversation(team, {
      name: "Tek Rus",
      status: "closed",
      lastMessageAt: at(60 * 24 * 30),
      changes: { language: "ru" },
    });
    await inWorkspace(ctx, (tx) =>
      tx.execute(sql`insert into conversations (workspace_id, id, channel_id, customer_id, address_id, status, language,
          last_message_at, first_inbound_at, closed_at, created_at)
        select ${ctx.workspace.id}::uuid, gen_random_uuid(), ${channelId}::uuid, ${customerId}::uuid, ${addressId}::uuid,
          'closed', 'tr', m, m, m, m
        from generate_series(1, ${mostLookedAt + 10}) n
        cross join lateral (select ${at(0).toISOString()}::timestamptz - make_interval(mins => n) as m) moments`),
    );
    const first = await listConversations({ ctx, input: { status: "closed", language: "ru" } });
    expect(first.items).toEqual([]);
    const second = await listConversations({
      ctx,
      input: { status: "closed", language: "ru", cursor: first.nextCursor },
    });
    expect(second.items.map((item) => item.customer.name)).toEqual(["Tek Rus"]);
    expect(second.nextCursor).toBeNull();
  });

  test("a cursor of someone's making is refused, and a list of nothing is no list", async () => {
    const ctx = (await makeWorkspace(test_.runtime)).member("owner");
    await expect(listConversations({ ctx, input: { status: "open", cursor: "1~x" } })).rejects.toBeInstanceOf(
      CursorInvalid,
    );
    await expect(listConversations({ ctx, input: {} })).rejects.toThrow();
  });

  test("another workspace's conversations are not in it; the webhook may not ask", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    await makeConversation(others, { name: "Yabancı" });
    expect(await names(team.member("owner"), { status: "open" })).toEqual([]);
    expect(await names(team.member("owner"), { q: "yabancı" })).toEqual([]);
    await expect(
      listConversations({ ctx: team.as({ kind: "webhook", channelId: "c" }), input: { status: "open" } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
  });
});

describe("countConversations", () => {
  test("counts what is with the agent, with people, and waiting for a person", async () => {
    const team = await makeWorkspace(test_.runtime);
    await makeConversation(team);
    await makeConversation(team, { status: "handed_off" });
    await makeConversation(team, { status: "handed_off", changes: { waitingSince: null } });
    await makeConversation(team, { status: "closed" });
    expect(await countConversations({ ctx: team.member("analyst") })).toEqual({
      open: 1,
      handedOff: 2,
      waiting: 1,
      mine: 0,
      mineWaiting: 0,
      unassigned: 2,
      snoozed: 0,
      near: 0,
      missed: 0,
    });
  });
});
