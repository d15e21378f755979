import {
  askUntilHandedOff,
  type FigureReport,
  proveAndHear,
  replyAndSeeItSent,
  seeFiguresCount,
} from "../fixtures/first-conversation.ts";
import { ask, connectBot, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

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
      await expect(page.getByRole("heading", { name: `Deneme ${screen}`, level: 1 })).toBeVisible();
      await expect(page.getByText(text("channels.states.active"), { exact: true }).first()).toBeVisible();

      const order = makeOrder();
      await ask(page, "imports.text", { target: "shopOrders", text: order.csv }, { isMutation: true });
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
