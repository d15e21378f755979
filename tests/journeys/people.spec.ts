import { ask, enter, expect, type Role, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Item = { id: string; customer: { id: string; name: string } };

test("a task written beside a conversation is a colleague's at once, and done with a press", async ({
  page,
  browser,
  baseURL,
  telegram,
}) => {
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Selin",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await expect.poll(async () => (await customer.conversation().catch(() => null))?.status).toBe("handed_off");
  const colleague: Role = "supervisor";
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: baseURL! });
  const second = await context.newPage();
  await enter(second, "tasks", colleague);
  const members = await ask<{ id: string; displayName: string; isYou: boolean }[]>(
    second,
    "members.list",
    undefined,
  );
  const { displayName } = members.find(({ isYou }) => isYou)!;

  await enter(page, "conversations", "support");
  const { items } = await ask<{ items: Item[] }>(page, "conversations.list", { q: lastName });
  await page.goto(`/w/demo/conversations?c=${items[0]!.id}`);
  await page.getByRole("button", { name: text("tasks.new") }).click();
  const words = `Yarın 14:00 iadeyi sor ${lastName}`;
  await page.getByRole("textbox", { name: text("tasks.title") }).fill(words);
  await page.getByRole("button", { name: text("tasks.offer").replace("{when}", "yarın 14:00") }).click();
  await page.getByRole("combobox", { name: text("tasks.assignee") }).click();
  await page.getByRole("option", { name: displayName }).click();
  await page.getByRole("button", { name: text("tasks.add"), exact: true }).click();

  // The colleague, who has not touched the page, has it.
  const task = second.getByRole("listitem").filter({ hasText: words });
  await expect(task).toContainText("14:00");
  await task.getByRole("checkbox").click();
  await expect(task).toHaveCount(0);
  await second.getByRole("button", { name: text("common.undo") }).click();
  await expect(task).toHaveCount(1);
  await context.close();
});
