import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Page = { items: { id: string; kind: string; params: { customer?: string }; isRead: boolean }[] };

test("a customer who waits is told by the bell while it is looked at, and read once the conversation is open", async ({
  page,
  telegram,
}) => {
  await enter(page, "insight");
  const bell = page.getByRole("button", { name: new RegExp(`^${text("notifications.title")}`) });
  await expect(bell).toBeVisible();
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Nermin",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });

  await bell.click();
  const all = page.getByRole("dialog").getByRole("link", { name: text("notifications.all") });
  await expect(all).toBeInViewport();
  const told = page
    .getByRole("dialog")
    .getByRole("link")
    .filter({ hasText: `Nermin ${lastName}` });
  await expect(told).toBeVisible({ timeout: 15_000 });
  await told.click();
  await page.waitForURL("**/conversations?c=*");
  const isRead = async () =>
    (await ask<Page>(page, "notifications.list", {})).items.find(
      ({ params }) => params.customer === `Nermin ${lastName}`,
    )?.isRead;
  await expect.poll(isRead).toBe(true);
});

test("what is not wanted in the panel does not come, and the weekly report is looked at before it comes", async ({
  page,
}) => {
  await enter(page, "settings/notifications");
  const cell = page.getByRole("checkbox", { name: /rating|puan/i }).first();
  await expect(cell).toBeChecked();
  await cell.click();
  await expect(cell).not.toBeChecked();
  type Settings = { kinds: { kind: string; ways: { panel: boolean } }[] };
  const isOn = async () =>
    (await ask<Settings>(page, "notifications.settings", undefined)).kinds.find(
      ({ kind }) => kind === "rating-low",
    )?.ways.panel;
  await expect.poll(isOn).toBe(false);
  await page.reload();
  await expect(cell).not.toBeChecked();
  await cell.click();
  await expect(cell).toBeChecked();
  await expect.poll(isOn).toBe(true);

  await page.getByRole("button", { name: text("settings.notifications.weekly.preview") }).click();
  const picture = page.getByRole("img", { name: text("settings.notifications.weekly.alt") });
  await expect(picture).toBeVisible({ timeout: 15_000 });
  const drawn = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  expect(drawn).toEqual([1_200, 720]);
  await expect(page.getByText(`${text("settings.notifications.weekly.suggestion")}:`)).toBeVisible();
});
