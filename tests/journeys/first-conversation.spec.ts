import type { Page } from "@playwright/test";
import { ask, connectBot, expect, test } from "../fixtures/journey.ts";
import { type Customer, makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type FigureReport = { total: { messagesIn: number; handedOff: number } };

for (const [screen, viewport] of [
  ["at a desk", { width: 1440, height: 900 }],
  ["on a phone", { width: 390, height: 844 }],
] as const) {
  test.describe(screen, () => {
    test.use({ viewport, hasTouch: viewport.width < 640, isMobile: viewport.width < 640 });

    test("from the sign-in to the figures: a true answer, a person, and both are counted", async ({
      page,
      telegram,
    }) => {
      await page.goto("/");
      await page.getByRole("link", { name: text("landing.demo.enter") }).click();
      await page.waitForURL("**/w/demo/conversations");
      const before = await ask<FigureReport>(page, "insight.figures", { days: 7 });

      const bot = await telegram.createBot(`Deneme ${screen}`);
      await page.goto("/w/demo/channels");
      await connectBot(page, bot.token);
      await expect(page.getByRole("dialog").getByText(text("channels.states.active"))).toBeVisible();

      const order = makeOrder();
      await ask(page, "stores.import", { csv: order.csv }, { isMutation: true });
      const customer = await telegram.createCustomer(bot.username, {
        first_name: order.firstName,
        last_name: order.lastName,
        phone: order.phone,
        language_code: "tr",
      });

      await proveAndHear(customer, order);

      // The member has the inbox open, at what waits for people; nothing is loaded again.
      await page.goto("/w/demo/conversations?status=handed_off");
      const inbox = page.getByRole("list", { name: text("conversations.list.label") });
      const row = inbox.getByRole("link", { name: `${order.firstName} ${order.lastName}` });
      await expect(inbox).toBeVisible();
      await expect(row).toHaveCount(0);
      const questions = await askUntilHandedOff(customer);
      await expect(row).toBeVisible();

      await row.click();
      await expect(page.getByText(text("conversations.handoff.title"))).toBeVisible();
      await expect(page.getByText(questions.at(-1)!).last()).toBeVisible();
      await replyAndSeeItSent(page, "Merhaba Nazlı, ben Deniz. Sizi hemen arıyorum.");
      await expect
        .poll(async () => (await customer.heard()).at(-1))
        .toBe("Merhaba Nazlı, ben Deniz. Sizi hemen arıyorum.");

      await seeFiguresCount(page, before, { messagesIn: 2 + questions.length, handedOff: 1 });
    });
  });
}

/** The customer asks, is asked for proof, shares the phone and hears the truth and no more than it. */
async function proveAndHear(customer: Customer, order: ReturnType<typeof makeOrder>): Promise<void> {
  await customer.send({ text: "kargom nerede?" });
  await expect.poll(async () => (await customer.heard()).length).toBe(1);
  const [question] = await customer.heard();
  expect(question).toBe(text("bot.ask.orderNumber"));
  await customer.send({ contact: { phone: order.phone, own: true } });
  await expect.poll(async () => (await customer.heard()).join("\n")).toContain(order.number);
  const answer = (await customer.heard()).slice(1).join("\n");
  const day = new Intl.DateTimeFormat("tr", { day: "numeric", month: "long", timeZone: "UTC" });
  for (const told of [
    text("bot.order.shipped", { number: order.number }),
    order.carrier,
    order.tracking,
    day.format(new Date(order.estimatedDelivery)),
  ]) {
    expect(answer).toContain(told);
  }
  for (const secret of [order.lastName, order.phone.slice(-7), "1.299", "129990", "gömlek"]) {
    expect(answer.replaceAll(order.number, "").replaceAll(order.tracking, "")).not.toContain(secret);
  }
  expect(await customer.conversation()).toEqual({ status: "open", lastBand: "answer" });
}

/** What nobody has told the agent: it asks back, at most twice, and leaves it to people. */
async function askUntilHandedOff(customer: Customer): Promise<string[]> {
  const questions = [
    "Uzaylılar mağazanıza gelirse mor balonlu karşılama yapıyor musunuz?",
    "Yani ejderha binicileri zeplinle mi uğruyor?",
    "Peki zümrüt kanatlı atlar orada mı?",
  ];
  const asked: string[] = [];
  for (const question of questions) {
    const heard = (await customer.heard()).length;
    await customer.send({ text: question });
    asked.push(question);
    await expect.poll(async () => (await customer.heard()).length).toBe(heard + 1);
    const { status, lastBand } = await customer.conversation();
    if (status === "handed_off") {
      expect(lastBand).toBe("handoff");
      return asked;
    }
    expect({ status, lastBand }).toEqual({ status: "open", lastBand: "clarify" });
  }
  throw new Error("The agent has asked back more than twice.");
}

async function replyAndSeeItSent(page: Page, reply: string): Promise<void> {
  const composer = page.getByRole("textbox", { name: text("conversations.composer.label") });
  await composer.fill(reply);
  await composer.press("ControlOrMeta+Enter");
  const bubble = page
    .getByRole("article", { name: text("conversations.thread.you") })
    .filter({ hasText: reply });
  await expect(bubble).toHaveCount(1);
  await expect(bubble.getByText(text("conversations.delivery.sent"))).toBeAttached();
}

/** The page of figures shows what the rollup counted, and it has counted this conversation. */
async function seeFiguresCount(
  page: Page,
  before: FigureReport,
  more: { messagesIn: number; handedOff: number },
): Promise<void> {
  const total = async () => (await ask<FigureReport>(page, "insight.figures", { days: 7 })).total;
  await expect
    .poll(async () => (await total()).messagesIn, { timeout: 15_000 })
    .toBe(before.total.messagesIn + more.messagesIn);
  await expect.poll(async () => (await total()).handedOff).toBe(before.total.handedOff + more.handedOff);
  await page.goto("/w/demo/insight");
  const shown = (figure: string) =>
    page
      .getByRole("listitem")
      .filter({ hasText: text(`insight.figures.${figure}.label`) })
      .locator("[data-figure]");
  const number = new Intl.NumberFormat("tr");
  const { messagesIn, handedOff } = await total();
  await expect(shown("messagesIn")).toHaveText(number.format(messagesIn));
  await expect(shown("handedOff")).toHaveText(number.format(handedOff));
}
