import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Levels = { isOn: boolean; targets: { usual: object; byPriority: object; byBot: object[] } };
type Item = { id: string; clocks: { clock: string }[] };

test("a target is set, a waiting customer has a clock, and the list goes by what is due first", async ({
  page,
  telegram,
}) => {
  await enter(page, "settings/service-levels");
  const before = await ask<Levels>(page, "serviceLevels.get", undefined);
  const cell = page.getByRole("combobox", {
    name: text("settings.levels.cell")
      .replace("{row}", text("settings.levels.priority.high"))
      .replace("{clock}", text("settings.levels.next")),
  });
  await cell.click();
  await page.getByRole("option", { name: /^30/ }).click();
  await page.getByRole("button", { name: text("settings.save.action") }).click();
  await expect(page.getByText(text("settings.save.done"))).toBeVisible();

  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Defne",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await expect.poll(async () => (await customer.conversation().catch(() => null))?.status).toBe("handed_off");
  const found = await ask<{ items: Item[] }>(page, "conversations.list", { q: lastName });
  expect(found.items[0]?.clocks.map(({ clock }) => clock)).toEqual(["next", "close"]);

  await page.goto(`/w/demo/conversations?status=handed_off&order=due&q=${lastName}`);
  const row = page.locator(`a[data-conversation="${found.items[0]!.id}"]`);
  await expect(row).toContainText(text("conversations.clocks.next"));
  await row.click();
  await expect(page.locator("header").getByText(text("conversations.clocks.next")).first()).toBeAttached();
  await ask(page, "serviceLevels.set", before, { isMutation: true });
});
