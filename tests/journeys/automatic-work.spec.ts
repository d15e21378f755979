import { findBarriers } from "../fixtures/axe.ts";
import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

const work = (key: string) => text(`workflows.${key}`);

test("a message that failed is sent again as automatic work, which is looked at and run again", async ({
  page,
  telegram,
}) => {
  test.setTimeout(120_000);
  const { username } = telegram.demo.bot;
  await enter(page, "settings/workflows");
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(username, { first_name: "Deniz", last_name: lastName });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await expect.poll(async () => (await customer.conversation().catch(() => null))?.status).toBe("handed_off");
  await expect.poll(async () => (await customer.heard()).length).toBeGreaterThan(0);
  const { items } = await ask<{ items: { id: string }[] }>(page, "conversations.list", { q: lastName });
  const said = `Yeniden gönderilecek ${lastName}`;
  await telegram.plantFault({ bot: username, method: "sendMessage", kind: "400", times: 1 });
  const messageId = `msg_${crypto.randomUUID().replaceAll("-", "")}`;
  const answer = { conversationId: items[0]!.id, messageId, text: said, lastSeenSeq: 0, force: true };
  await ask(page, "conversations.reply", answer, { isMutation: true });

  await page.getByRole("link", { name: work("views.waiting"), exact: true }).click();
  const failed = page.getByRole("table", {
    name: work("waiting.troubled").replace("{queue}", work("waiting.queues.deliveries.title")),
  });
  await expect(
    failed.getByRole("cell", { name: work("waiting.states.failed"), exact: true }).first(),
  ).toBeVisible();
  expect(await customer.heard()).not.toContain(said);
  const card = page.locator("section", {
    has: page.getByRole("heading", { name: work("waiting.queues.deliveries.title") }),
  });
  await card.getByRole("button", { name: work("waiting.retryAll") }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: work("waiting.retryAll") })
    .click();
  await expect.poll(async () => (await customer.heard()).includes(said)).toBe(true);

  await page.getByRole("link", { name: work("views.runs"), exact: true }).click();
  const rows = page.getByRole("table", { name: work("list.label") }).getByRole("row");
  const sendsAgain = rows.filter({ hasText: work("names.deliveries-send-again") });
  await expect(sendsAgain.first()).toContainText(work("status.completed"), { timeout: 20_000 });
  const before = await sendsAgain.count();
  // By keyboard, as everywhere in a table.
  await sendsAgain.first().focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("part 1", { exact: true })).toBeVisible();
  await expect(sheet.getByText("deliveries/send-again-asked")).toBeVisible();
  await expect(sheet).not.toContainText(lastName);
  expect(await findBarriers(page)).toEqual([]);

  await sheet.getByRole("button", { name: work("run.replay.action") }).click();
  await page
    .getByRole("dialog")
    .last()
    .getByRole("button", { name: work("run.replay.action") })
    .click();
  await page.getByText(work("run.replay.open")).click();
  await expect(sheet.getByText(work("run.links.replayOf"))).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sendsAgain).toHaveCount(before + 1);
});

test("automatic work is for owners and admins", async ({ page }) => {
  await enter(page, "settings/workflows", "support");
  await expect(page.getByText(text("common.forbidden.title"))).toBeVisible();
});
