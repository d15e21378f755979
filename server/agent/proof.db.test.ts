import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog, identities, orderProofs, proofAttempts } from "@/db/schema";
import { mergeCustomers } from "@/server/customers";
import { makeChannel } from "@/server/deliveries/testing";
import { importText } from "@/server/imports";
import { inWorkspace, toPublicId } from "@/server/kernel";
import { awaitWaiting, makeWorkspace, useTestRuntime } from "@/server/testing";
import { letAgentWork, makeTalk, orderCsv } from "./testing";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
let channelId: string;
const talk = (name?: string) => makeTalk(t.runtime, shop, { channelId, ...(name ? { name } : {}) });
const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(shop.member("owner"), work);
const importOrders = (...orders: Parameters<typeof orderCsv>) =>
  importText({ ctx: shop.member("owner"), input: { target: "shopOrders", text: orderCsv(...orders) } });

const secrets = ["Ayşe", "Yılmaz", "0532", "532123", "1.299", "1299"];

beforeEach(async () => {
  shop = await makeWorkspace(t.runtime);
  channelId = (await makeChannel(shop)).channelId;
  await importOrders({ number: "TY-1042", tracking: "YK900100" });
});

describe("proof before a shop order is told", () => {
  test("own contact by button, its number on the order: told at once, and the phone is theirs from then on", async () => {
    const customer = await talk();
    expect((await customer.ask("kargom nerede"))?.payload?.askContact).toBeDefined();
    await customer.shareContact("905321234567");
    await letAgentWork(t.runtime);
    const reply = await customer.lastReply();
    expect(reply?.text).toContain("TY-1042");
    expect(reply?.text).toContain("YK900100");
    const [identity] = await read((tx) => tx.select().from(identities).where(eq(identities.kind, "phone")));
    expect(identity).toMatchObject({ value: "+905321234567", verifiedBy: "contact_button" });
    const [proof] = await read((tx) => tx.select().from(orderProofs));
    expect(proof?.method).toBe("contact_button");
    const audited = await read((tx) => tx.select({ action: auditLog.action }).from(auditLog));
    expect(audited.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["customer.verifyIdentity", "shopOrder.prove"]),
    );
    expect(await customer.lastRun()).toMatchObject({
      action: "answer",
      band: "answer",
      reason: "order_proved",
    });
  });

  test("an identity verified earlier is enough, without a number when there is one order", async () => {
    const customer = await talk();
    await customer.shareContact("905321234567");
    await letAgentWork(t.runtime);
    t.clock.advance(3_600_000);
    expect((await customer.ask("siparişim ne zaman gelir"))?.text).toContain("TY-1042");
  });

  test("number, last four digits and surname, in one message or in three", async () => {
    const once = await talk("Bir Kişi");
    expect((await once.ask("TY-1042 nolu siparişim nerede, 4567 Yılmaz"))?.text).toContain("YK900100");
    const slowly = await talk("İki Kişi");
    expect((await slowly.ask("siparişim nerede"))?.text).not.toContain("YK900100");
    expect((await slowly.ask("ty 1042"))?.text).not.toContain("YK900100");
    expect((await slowly.ask("4567 yilmaz"))?.text).toContain("YK900100");
  });

  test.each([
    ["the right name, the wrong digits", "TY-1042 siparişim nerede 9999 Yılmaz"],
    ["the right digits, the wrong surname", "TY-1042 siparişim nerede 4567 Demir"],
    ["the first name alone", "TY-1042 siparişim nerede 4567 Ayşe"],
    ["an order that does not exist", "TY-7777 siparişim nerede 4567 Yılmaz"],
  ])("%s reads exactly as the others do", async (_, text) => {
    const customer = await talk();
    const reply = await customer.ask(text);
    const stranger = await talk("Yabancı Biri");
    const other = await stranger.ask("XX-1111 siparişim nerede 1111 Kaya");
    expect(reply?.text).toBe(other?.text);
    expect(reply?.payload).toEqual(other?.payload);
    expect(await customer.lastRun()).toMatchObject({ reason: "proof_failed", sources: [] });
  });

  test("what is proved while its record goes into another is the kept one's", async () => {
    const [kept, gone] = [await talk("Bir Kişi"), await talk("İki Kişi")];
    for (const customer of [kept, gone]) await customer.ask("merhaba");
    const keptId = (await kept.customer()).id;
    await gone.say("TY-1042 nolu siparişim nerede, 4567 Yılmaz");
    const [done, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const merging = read(async (tx) => {
      await mergeCustomers({
        ctx: { ...shop.member("owner"), db: tx },
        input: {
          keptId: toPublicId("customer", keptId),
          mergedId: toPublicId("customer", (await gone.customer()).id),
        },
      });
      done.resolve();
      await commit.promise;
    });
    await done.promise;
    const working = letAgentWork(t.runtime);
    await awaitWaiting(t.runtime, 1);
    commit.resolve();
    await Promise.all([merging, working]);
    expect((await gone.lastReply())?.text).toContain("YK900100");
    for (const table of [orderProofs, proofAttempts])
      expect((await read((tx) => tx.select().from(table))).map(({ customerId }) => customerId)).toEqual([
        keptId,
      ]);
  });

  test("a mistyped proof is corrected without the number being asked again", async () => {
    const customer = await talk();
    await customer.ask("TY-1042 4576 Yılmaz");
    expect((await customer.ask("4567 Yılmaz"))?.text).toContain("YK900100");
  });

  test("a number alone says nothing of whether the order exists", async () => {
    const real = await (await talk("Bir Kişi")).ask("TY-1042 nerede kaldı siparişim");
    const invented = await (await talk("İki Kişi")).ask("TY-9999 nerede kaldı siparişim");
    expect(real?.text).toBe(invented?.text);
    expect(real?.text).not.toContain("YK900100");
  });

  test("a display name never counts", async () => {
    const customer = await talk("Ayşe Yılmaz");
    expect(
      (await customer.ask("TY-1042 siparişim nerede, ben Ayşe Yılmaz 0532 123 45 60"))?.text,
    ).not.toContain("YK900100");
  });

  test("a contact that is not the sender's own is refused kindly and proves nothing", async () => {
    const customer = await talk();
    await customer.ask("kargom nerede");
    await customer.shareContact("905321234567", false);
    await letAgentWork(t.runtime);
    expect(await customer.lastRun()).toMatchObject({ action: "clarify", reason: "contact_not_own" });
    expect((await customer.lastReply())?.text).not.toContain("TY-1042");
    expect(await read((tx) => tx.select().from(identities).where(eq(identities.kind, "phone")))).toEqual([]);
  });

  test("a phone that is proved but stands on no order gives nothing away", async () => {
    const customer = await talk();
    await customer.shareContact("905559998877");
    await letAgentWork(t.runtime);
    expect((await customer.ask("TY-1042 siparişim nerede"))?.text).not.toContain("YK900100");
  });

  test("an answer holds no name, phone or price", async () => {
    const customer = await talk("Deniz Kaya");
    const reply = await customer.ask("TY-1042 siparişim nerede 4567 Yılmaz");
    for (const secret of secrets) expect(reply?.text).not.toContain(secret);
  });

  test("several orders on the phone: a list to choose from, and the chosen one is told", async () => {
    await importOrders({ number: "TY-2000", status: "preparing", orderedAt: "2026-11-19" });
    const customer = await talk();
    await customer.shareContact("905321234567");
    await letAgentWork(t.runtime);
    const choice = await customer.lastReply();
    expect(choice?.payload?.buttons?.map(([button]) => button?.label)).toEqual([
      expect.stringContaining("TY-2000"),
      expect.stringContaining("TY-1042"),
    ]);
    expect(await customer.lastRun()).toMatchObject({ reason: "order_choice_needed" });
    await customer.press(choice!.payload!.buttons![1]![0]!.data);
    await letAgentWork(t.runtime);
    expect((await customer.lastReply())?.text).toContain("YK900100");
  });

  test("the button of another customer's order proves nothing", async () => {
    const [proved, stranger] = [await talk("Bir Kişi"), await talk("İki Kişi")];
    await proved.ask("TY-1042 siparişim nerede 4567 Yılmaz");
    const [proof] = await read((tx) => tx.select().from(orderProofs));
    await stranger.say("merhaba");
    await stranger.press(`order:${proof!.shopOrderId.replaceAll("-", "")}`);
    await letAgentWork(t.runtime);
    expect((await stranger.lastReply())?.text).not.toContain("YK900100");
  });
});

describe("limits of proof by details", () => {
  test("five tries a customer, then a person; the right answer is too late", async () => {
    const customer = await talk();
    for (let i = 0; i < 5; i++) {
      expect((await customer.conversation().catch(() => undefined))?.status ?? "open").toBe("open");
      await customer.ask(i === 0 ? "TY-1042 siparişim nerede 0000 Kaya" : `TY-1042 000${i} Kaya`);
      t.clock.advance(60_000);
    }
    expect(await customer.lastRun()).toMatchObject({ action: "handoff", reason: "proof_exhausted" });
    expect((await customer.conversation()).status).toBe("handed_off");
    expect(await read((tx) => tx.$count(proofAttempts))).toBe(5);
  });

  test("twenty tries on an order, however many customers; a day later the count begins again", async () => {
    const customers = await Promise.all(Array.from({ length: 21 }, (_, i) => talk(`Deneyen Kişi${i}`)));
    for (const customer of customers.slice(0, 20)) await customer.ask("TY-1042 siparişim nerede 0000 Kaya");
    const last = customers[20]!;
    await last.ask("TY-1042 siparişim nerede 4567 Yılmaz");
    expect(await last.lastRun()).toMatchObject({ action: "handoff", reason: "proof_exhausted" });
    expect(await read((tx) => tx.$count(proofAttempts))).toBe(20);
    t.clock.advance(25 * 3_600_000);
    expect((await (await talk("Yarın Gelen")).ask("TY-1042 siparişim nerede 4567 Yılmaz"))?.text).toContain(
      "YK900100",
    );
  });

  test("tries at once do not exceed the limit", async () => {
    const customers = await Promise.all(Array.from({ length: 30 }, (_, i) => talk(`Aynı Anda${i}`)));
    await Promise.all(customers.map((customer) => customer.say("TY-1042 siparişim nerede 0000 Kaya")));
    await Promise.all(Array.from({ length: 6 }, () => letAgentWork(t.runtime)));
    expect(await read((tx) => tx.$count(proofAttempts))).toBe(20);
  });

  test("a guess at a number that does not exist costs a try too", async () => {
    const customer = await talk();
    await customer.ask("YOK-99881 siparişim nerede 0000 Kaya");
    expect(await read((tx) => tx.$count(proofAttempts, and(eq(proofAttempts.orderNumber, "YOK99881"))))).toBe(
      1,
    );
  });
});
