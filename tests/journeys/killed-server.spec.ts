import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDataFolder } from "../../scripts/lib/data-folder.ts";
import { findFreePort } from "../../scripts/lib/ports.ts";
import { type FigureReport, seeFiguresCount } from "../fixtures/first-conversation.ts";
import { ask, test as base, enter, expect } from "../fixtures/journey.ts";
import { type Customer, LocalTelegram, makeOrder } from "../fixtures/local-telegram.ts";
import { Product } from "../fixtures/product.ts";
import { text } from "../fixtures/texts.ts";

/** A product of this journey's own, to be killed. */
class Victim {
  #product: Product;

  constructor(
    readonly port: number,
    readonly dataDir: string,
  ) {
    this.#product = new Product({ port, dataDir });
  }

  get origin(): string {
    return this.#product.origin;
  }

  waitUntilReady = () => this.#product.waitUntilReady();
  stop = () => this.#product.stop();

  /** By SIGKILL; the database's server lives on, as it would. */
  kill = () => this.#product.kill();

  async startAgain(): Promise<void> {
    this.#product = new Product({ port: this.port, dataDir: this.dataDir });
    await this.waitUntilReady();
  }
}

const test = base.extend<object, { victim: Victim }>({
  victim: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "santral-victim-"));
      const { dataDir } = openDataFolder({ root: folder, wanted: folder, isEmbedded: true });
      const victim = new Victim(
        await findFreePort(Number(process.env.JOURNEY_PORT ?? 3210) + 1, "127.0.0.1"),
        dataDir,
      );
      await victim.waitUntilReady();
      await use(victim);
      await victim.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 150_000 },
  ],
  baseURL: async ({ victim }, use) => use(victim.origin),
  telegram: async ({ victim }, use) => use(await LocalTelegram.meet(victim.origin)),
});
// A browser whose server is killed says so.
test.use({ mayComplain: true });

type Item = { id: string; status: string; customer: { name: string } };
type ThreadMessage = { author: string; text: string; delivery: { state: string } | null };

/** A send that was interrupted goes again when its lease has run out: 15 s after it began. */
const interruptedMs = 30_000;

test("killed between a message and its answer, and between a send and its record: nothing is lost", async ({
  page,
  telegram,
  victim,
}) => {
  test.setTimeout(150_000);
  await enter(page, "conversations");
  const before = await ask<FigureReport>(page, "insight.figures", { days: 7 });
  const bot = await telegram.createBot("Kesinti");
  const local = { token: bot.token, apiRoot: "/sandbox/telegram" };
  await ask(page, "channels.connectTelegramBot", local, { isMutation: true });
  const order = makeOrder();
  await ask(page, "imports.text", { target: "shopOrders", text: order.csv }, { isMutation: true });
  const buyer = await telegram.createCustomer(bot.username, {
    first_name: order.firstName,
    last_name: order.lastName,
    language_code: "tr",
  });
  const caller = await telegram.createCustomer(bot.username, {
    first_name: "Kerem",
    last_name: order.lastName,
    language_code: "tr",
  });
  const buyerName = `${order.firstName} ${order.lastName}`;
  const callerName = `Kerem ${order.lastName}`;

  /** The customer's conversations; there must never be a second one. */
  const conversationOf = async (name: string) => {
    const { items } = await ask<{ items: Item[] }>(page, "conversations.list", { q: name });
    expect(items.map((item) => item.customer.name)).toEqual([name]);
    return items[0]!;
  };
  const threadOf = async (name: string) => {
    const { id } = await conversationOf(name);
    return (await ask<{ messages: ThreadMessage[] }>(page, "conversations.thread", { conversationId: id }))
      .messages;
  };
  const said = async (name: string) =>
    (await threadOf(name)).map(({ author, delivery }) =>
      delivery ? `${author}: ${delivery.state}` : author,
    );

  // A page that is loaded again forgets it.
  await page.evaluate(() => Object.assign(window, { hasLived: true }));

  // The caller's message is stored and its answer is on the wire; the buyer's has just been sent.
  await telegram.plantFault({ bot: bot.username, method: "sendMessage", kind: "timeout" });
  await caller.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await expect.poll(() => said(callerName).catch(String)).toEqual(["customer", "agent: sending"]);
  expect(await caller.heard()).toEqual([]);
  await buyer.send({ text: "kargom nerede?" });
  await victim.kill();
  await victim.startAgain();

  await hears(buyer, text("bot.ask.orderNumber"));
  await expect.poll(() => said(buyerName)).toEqual(["customer", "agent: sent"]);
  await expect.poll(() => said(callerName), { timeout: interruptedMs }).toEqual(["customer", "agent: sent"]);
  await hears(caller, text("bot.handoff.lead.asked"));

  // The member's page has lived through it: what waits is there without a reload.
  await page.getByRole("link", { name: text("conversations.status.handed_off") }).click();
  await page.getByRole("link", { name: callerName }).click();
  await expect(page.getByText(text("conversations.handoff.title"))).toBeVisible();

  // Both have read what was sent, and nobody has written down that it was.
  await telegram.plantFault({ bot: bot.username, method: "sendMessage", kind: "timeout_after", times: 2 });
  const reply = "Merhaba, ben Elif. Nasıl yardımcı olabilirim?";
  const composer = page.getByRole("textbox", { name: text("conversations.composer.label") });
  await composer.fill(reply);
  await composer.press("ControlOrMeta+Enter");
  await buyer.send({ contact: { phone: order.phone, own: true } });
  await hears(caller, reply);
  await hears(buyer, order.tracking);
  const bubble = page
    .getByRole("article", { name: text("conversations.thread.you") })
    .filter({ hasText: reply });
  await expect(bubble.getByText(text("conversations.delivery.sending"))).toBeAttached();
  await victim.kill();
  await victim.startAgain();

  await expect
    .poll(() => said(buyerName), { timeout: interruptedMs })
    .toEqual(["customer", "agent: sent", "customer", "agent: sent"]);
  await expect(bubble.getByText(text("conversations.delivery.sent"))).toBeAttached({
    timeout: interruptedMs,
  });
  await expect(bubble).toHaveCount(1);
  expect(await said(callerName)).toEqual(["customer", "agent: sent", "member: sent"]);
  // The platform has no way to say whether an interrupted send has arrived: replies go again, at most once more.
  for (const [customer, words] of [
    [caller, reply],
    [buyer, order.tracking],
  ] as const) {
    expect((await customer.heard()).filter((heard) => heard.includes(words)).length).toBeLessThanOrEqual(2);
  }
  expect(await conversationOf(buyerName)).toMatchObject({ status: "open" });
  expect(await conversationOf(callerName)).toMatchObject({ status: "handed_off" });
  expect(await page.evaluate(() => Reflect.get(window, "hasLived")), "the same page all along").toBe(true);
  await seeFiguresCount(page, before, { messagesIn: 3, handedOff: 1 });
});

async function hears(customer: Customer, words: string): Promise<void> {
  await expect.poll(async () => (await customer.heard()).join("\n"), { timeout: 15_000 }).toContain(words);
}
