import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Found = { id: string; name: string }[];

test("a field of the workspace's own is answered on the card, and finds the customer again", async ({
  page,
  telegram,
}) => {
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Handan",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await enter(page, "settings/fields");
  const name = `Beden ${lastName}`;
  await page
    .getByRole("button", { name: text("fields.new") })
    .first()
    .click();
  await page.getByLabel(text("fields.name"), { exact: true }).fill(name);
  await page.getByRole("button", { name: text("fields.add"), exact: true }).click();
  await expect(page.getByRole("list", { name: text("fields.list") }).getByText(name)).toBeVisible();

  const find = () => ask<Found>(page, "customers.find", { q: lastName });
  await expect.poll(async () => (await find()).length).toBe(1);
  const [{ id }] = (await find()) as [Found[number]];
  await page.goto(`/w/demo/customers?customer=${id}`);
  const values = { name, value: text("customers.fields.unknown") };
  await page.getByRole("button", { name: text("customers.fields.edit", values) }).click();
  await page.getByRole("textbox", { name }).fill("XL");
  await page.keyboard.press("Enter");
  const answered = page.getByRole("button", { name: text("customers.fields.edit", { name, value: "XL" }) });
  await expect(answered).toBeVisible();
  await page.getByRole("button", { name: text("customers.timeline.open") }).click();
  const timeline = page.getByRole("list", { name: text("customers.timeline.title") });
  await expect(timeline).toContainText(text("customers.timeline.kinds.fieldSet", { about: name }));

  await page.getByRole("button", { name: text("common.undo") }).click();
  await expect(answered).toHaveCount(0);
});

test("two records of one person become one, whose chats both go on, and two again", async ({
  page,
  telegram,
}) => {
  const { lastName } = makeOrder();
  const people = await Promise.all(
    [1, 2].map(() =>
      telegram.createCustomer(telegram.demo.bot.username, {
        first_name: "Nurgül",
        last_name: lastName,
        language_code: "tr",
      }),
    ),
  );
  for (const person of people) await person.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await enter(page, "customers", "supervisor");
  const find = () => ask<Found>(page, "customers.find", { q: lastName });
  await expect.poll(async () => (await find()).length).toBe(2);
  const [first, second] = (await find()) as [Found[number], Found[number]];

  await page.goto(`/w/demo/customers?customer=${first.id}`);
  await page.getByRole("button", { name: text("customers.merge.open") }).click();
  const sheet = page.getByRole("dialog", { name: text("customers.merge.title") });
  await sheet
    .getByRole("list", { name: text("customers.merge.alike") })
    .getByRole("button", { name: text("customers.merge.compare") })
    .click();
  await expect(sheet).toContainText(text("customers.merge.what.undo"));
  await sheet.getByRole("button", { name: text("customers.merge.confirm"), exact: true }).click();
  await expect(sheet).toHaveCount(0);
  await expect.poll(async () => (await find()).length).toBe(1);
  const conversationsOf = async () =>
    (
      await ask<{ items: { customer: { id: string } }[] }>(page, "conversations.list", { q: lastName })
    ).items.map((item) => item.customer.id);
  expect(await conversationsOf()).toEqual([first.id, first.id]);

  await page.getByRole("button", { name: text("customers.merge.undo"), exact: true }).click();
  await expect.poll(async () => (await find()).length).toBe(2);
  expect((await conversationsOf()).sort()).toEqual([first.id, second.id].sort());
});
