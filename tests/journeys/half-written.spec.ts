import type { Page } from "@playwright/test";
import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { type LocalTelegram, makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

// A browser without a connection says so in its console.
test.use({ mayComplain: true });

const composerOf = (page: Page) => page.getByRole("textbox", { name: text("conversations.composer.label") });

async function makeWaiting(telegram: LocalTelegram, page: Page) {
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Defne",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await expect.poll(async () => (await customer.conversation().catch(() => null))?.status).toBe("handed_off");
  await enter(page, "conversations", "support");
  const { items } = await ask<{ items: { id: string }[] }>(page, "conversations.list", { q: lastName });
  return { customer, id: items[0]!.id };
}

test("a reply written without a connection waits, survives a reload and a closed tab, and goes once", async ({
  page,
  context,
  telegram,
}) => {
  const { customer, id } = await makeWaiting(telegram, page);
  await page.goto(`/w/demo/conversations?c=${id}`);
  const composer = composerOf(page);
  await expect(composer).toBeVisible();
  const log = page.getByRole("log");

  await context.setOffline(true);
  await composer.fill("Bağlantı yokken yazdım.");
  await composer.press("ControlOrMeta+Enter");
  await expect(log.getByText(text("conversations.delivery.waiting"))).toBeVisible();
  // A second one goes behind it; a third is taken back; a fourth is only begun.
  await composer.fill("Bu da ikincisi.");
  await composer.press("ControlOrMeta+Enter");
  await composer.fill("Bundan vazgeçtim.");
  await composer.press("ControlOrMeta+Enter");
  await expect(log.getByText(text("conversations.delivery.waiting"))).toHaveCount(3);
  await log
    .getByRole("button", { name: text("conversations.delivery.takeBack") })
    .last()
    .click();
  await expect(composer).toHaveValue("Bundan vazgeçtim.");
  await composer.fill("Yarım kalan");
  expect(await customer.heard()).not.toContain("Bağlantı yokken yazdım.");

  // The tab is closed without a connection and another one opened when it is back.
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto(`/w/demo/conversations?c=${id}`);
  await expect(composerOf(later)).toHaveValue("Yarım kalan");
  const heardOurs = async () =>
    (await customer.heard()).filter((said) => said.includes("yazdım") || said.includes("ikincisi"));
  await expect.poll(heardOurs, { timeout: 30_000 }).toEqual(["Bağlantı yokken yazdım.", "Bu da ikincisi."]);
  await expect(later.getByText(text("conversations.delivery.waiting"))).toHaveCount(0);

  // Nothing of it goes again, however often the page is asked for.
  await later.reload();
  await expect(later.getByRole("log").getByText("Bu da ikincisi.")).toBeVisible();
  await later.reload();
  await expect(composerOf(later)).toHaveValue("Yarım kalan");
  expect(await heardOurs()).toEqual(["Bağlantı yokken yazdım.", "Bu da ikincisi."]);
  expect(await customer.heard()).not.toContain("Bundan vazgeçtim.");
});

test("files stay with an unsent reply, and one that waited and is refused is told wherever its writer is", async ({
  page,
  context,
  telegram,
  browser,
  baseURL,
}) => {
  const { customer, id } = await makeWaiting(telegram, page);
  await page.goto(`/w/demo/conversations?c=${id}`);
  const composer = composerOf(page);
  await expect(composer).toBeVisible();
  const files = page.getByRole("list", { name: text("conversations.attach.list") });
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "fatura.txt", mimeType: "text/plain", buffer: Buffer.from("Toplam: 120 TL") });
  await expect
    .poll(() =>
      page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("santral.files."))),
    )
    .toBe(true);
  await page.reload();
  await expect(files).toContainText("fatura.txt");
  await composer.fill("Faturanız ekte.");
  await composer.press("ControlOrMeta+Enter");
  await expect(files).toHaveCount(0);
  await expect.poll(() => customer.heard(), { timeout: 30_000 }).toContain("Faturanız ekte.");

  await context.setOffline(true);
  await composer.fill("Bağlantı yokken yazdım.");
  await composer.press("ControlOrMeta+Enter");
  await expect(page.getByText(text("conversations.delivery.waiting"))).toBeVisible();
  // Out of the field, out of the conversation.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(composer).toHaveCount(0);
  const colleague = await (await browser.newContext({ baseURL })).newPage();
  await enter(colleague, "conversations", "owner", baseURL);
  const messageId = `msg_${crypto.randomUUID().replaceAll("-", "")}`;
  const answer = { conversationId: id, messageId, text: "Ben yanıtladım.", lastSeenSeq: 0, force: true };
  await ask(colleague, "conversations.reply", answer, { isMutation: true });
  await context.setOffline(false);
  await page.getByRole("button", { name: text("shell.unsent.open") }).click({ timeout: 30_000 });
  await expect(
    page.getByRole("log").getByText(text("conversations.delivery.answeredMeanwhile")),
  ).toBeVisible();
  expect(await customer.heard()).not.toContain("Bağlantı yokken yazdım.");
});
