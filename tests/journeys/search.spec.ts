import type { Page } from "@playwright/test";
import { ask, enter, expect, type Role, test } from "../fixtures/journey.ts";
import { type LocalTelegram, makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Found = { groups: { conversation: { id: string }; hits: { messageId: string }[] }[] };

/** A customer who has said a word that nobody else has, long before the last thing they said. */
async function makeTalker(telegram: LocalTelegram, page: Page, role: Role) {
  const { lastName } = makeOrder();
  const word = `zümrüt${makeOrder().lastName.toLowerCase()}`;
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Elvan",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: `Aradığım renk ${word.toUpperCase()} olsun` });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await expect.poll(async () => (await customer.conversation().catch(() => null))?.status).toBe("handed_off");
  await enter(page, "conversations", role);
  const { items } = await ask<{ items: { id: string }[] }>(page, "conversations.list", { q: lastName });
  return { word, customer, id: items[0]!.id };
}

test("what was said is found by words and operators, and opened where it was said", async ({
  page,
  telegram,
}) => {
  const { word, id } = await makeTalker(telegram, page, "support");
  await expect
    .poll(async () => (await ask<Found>(page, "search.messages", { q: word })).groups.length)
    .toBe(1);

  await page.keyboard.press("/");
  const field = page.getByRole("searchbox", { name: text("conversations.search.label") });
  await expect(field).toBeFocused();
  await field.fill(`${word} kimden:müşteri`);
  const results = page.getByRole("list", { name: text("conversations.find.label") });
  await expect(results.locator("mark")).toHaveText(new RegExp(word, "i"));
  await field.fill(`${word} renk:mavi`);
  await expect(page.getByText("renk:", { exact: true })).toBeVisible();
  await expect(results.getByRole("link")).toHaveCount(1);
  await field.fill(`${word} kimden:asistan`);
  await expect(page.getByText(text("conversations.find.emptyHint"))).toBeVisible();

  // An operator is written by its example.
  await field.fill(`${word}`);
  await page.getByRole("button", { name: text("conversations.find.help.title") }).click();
  await page.getByRole("button", { name: text("conversations.find.examples.from") }).click();
  await expect(field).toHaveValue(`${word} ${text("conversations.find.examples.from")}`);
  await results.getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`c=${id}&m=msg_`));
  await expect(page.getByRole("log").getByText(word.toUpperCase())).toBeInViewport();

  // From anywhere, by the commands.
  await page.goto("/w/demo/customers");
  const findByCommand = async () => {
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByPlaceholder(text("shell.palette.placeholder"))).toBeFocused();
    await page.keyboard.type(word);
    await page.getByRole("option", { name: text("shell.palette.inMessages", { query: word }) }).click();
    await expect(results.getByRole("link")).toHaveCount(1);
    await expect(field).toHaveValue(word);
  };
  await findByCommand();
  // And from where one already is.
  await field.fill("");
  await expect(results).toHaveCount(0);
  await findByCommand();
});

test("a macro is made, run from a conversation and on several, taken back, and says when it is broken", async ({
  page,
  telegram,
}) => {
  const { id, customer } = await makeTalker(telegram, page, "supervisor");
  const name = `Kapanış ${makeOrder().lastName}`;
  const tag = await ask<{ id: string }>(page, "tags.create", { name }, { isMutation: true });
  await page.goto("/w/demo/settings/macros");
  await page
    .getByRole("button", { name: text("macros.create") })
    .first()
    .click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel(text("macros.name"), { exact: true }).fill(name);
  await sheet.getByRole("button", { name: text("macros.addStep") }).click();
  const kind = sheet.getByRole("combobox", { name: text("macros.stepKind") });
  await kind.first().click();
  await page.getByRole("option", { name: text("macros.kinds.tag"), exact: true }).click();
  await sheet.getByRole("combobox", { name: text("macros.fields.tag") }).click();
  await page.getByRole("option", { name, exact: true }).click();
  await sheet.getByRole("button", { name: text("macros.addStep") }).click();
  await kind.last().click();
  await page.getByRole("option", { name: text("macros.kinds.close"), exact: true }).click();
  await expect(sheet.getByRole("region", { name: text("macros.preview.title") })).toContainText(
    text("macros.steps.close"),
  );
  await sheet.getByRole("button", { name: text("macros.save") }).click();
  await expect(sheet).toHaveCount(0);
  await expect(page.getByRole("listitem").filter({ hasText: name }).first()).toBeVisible();

  // One press in a conversation, and back again.
  const status = async () => (await customer.conversation()).status;
  await page.goto(`/w/demo/conversations?c=${id}`);
  await page.getByRole("log").waitFor();
  await page.keyboard.press("m");
  await page
    .getByRole("list", { name: text("macros.title") })
    .getByRole("button", { name })
    .click();
  await expect.poll(status).toBe("closed");
  await page.getByRole("button", { name: text("common.undo") }).click();
  await expect.poll(status).toBe("handed_off");

  // The list of tags, opened over a selection, takes its own Escape.
  await page.goto("/w/demo/conversations?status=handed_off");
  const first = page.locator("[data-conversation]").first();
  await expect(first).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  const bar = page.getByRole("toolbar", { name: text("conversations.bulk.label") });
  await bar.getByRole("button", { name: text("conversations.tags.add") }).click();
  const box = page.getByRole("checkbox", { name });
  await box.click();
  await expect(page.getByText(/konuşma etiketlendi/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(box).toHaveCount(0);
  await expect(bar).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);

  await ask(page, "tags.delete", { tagId: tag.id }, { isMutation: true });
  await page.goto("/w/demo/settings/macros");
  await expect(page.getByText(text("macros.brokenBadge")).first()).toBeVisible();
});

test("a conversation is taken away as a page that can be printed", async ({ page, telegram }) => {
  const { word, id } = await makeTalker(telegram, page, "supervisor");
  await page.goto(`/w/demo/conversations?c=${id}`);
  await page.getByRole("button", { name: text("conversations.exported.label") }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: text("conversations.exported.download") }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^demo-.*\.html$/);
  const pieces: Buffer[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
  const file = Buffer.concat(pieces).toString();
  expect(file).toContain(word.toUpperCase());
  expect(file.trimEnd().endsWith("</html>")).toBe(true);
});
