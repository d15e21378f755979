import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Item = { id: string; status: string; customer: { name: string } };

test("the inbox is walked, answered and closed without a mouse", async ({ page, telegram }) => {
  await enter(page, "conversations", "support");
  // Two customers of one name who wait for a person.
  const { lastName } = makeOrder();
  for (const first_name of ["Ece", "Umut"]) {
    const customer = await telegram.createCustomer(telegram.demo.bot.username, {
      first_name,
      last_name: lastName,
      language_code: "tr",
    });
    await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
    await expect
      .poll(async () => (await customer.conversation().catch(() => null))?.status)
      .toBe("handed_off");
  }
  const find = async (name: string) => {
    const { items } = await ask<{ items: Item[] }>(page, "conversations.list", { q: name });
    return items;
  };

  const rows = page.locator("[data-conversation]");
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(lastName);
  await expect(rows).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await page.goto(`/w/demo/conversations?q=${lastName}`);
  await expect(rows).toHaveCount(2);

  await page.keyboard.press("j");
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press("k");
  await expect(rows.first()).toBeFocused();
  await expect(rows.first()).toContainText("Umut");
  await page.keyboard.press("Enter");
  await expect(rows.first()).toHaveAttribute("aria-current", "true");
  await expect(page.getByText(text("conversations.handoff.title"))).toBeVisible();

  const composer = page.getByRole("textbox", { name: text("conversations.composer.label") });
  await page.keyboard.press("r");
  await expect(composer).toBeFocused();
  // The agent's draft stands in the empty field: Tab takes it.
  await page.keyboard.press("Tab");
  await expect(composer).not.toHaveValue("");
  await page.keyboard.press("ControlOrMeta+Enter");
  const bubble = page.getByRole("article", { name: text("conversations.thread.you") });
  await expect(bubble.getByText(text("conversations.delivery.sent"))).toBeAttached();
  await expect(composer).toHaveValue("");

  await page.keyboard.press("Escape");
  await expect(composer).not.toBeFocused();
  await page.keyboard.press("e");
  await expect.poll(async () => (await find(`Umut ${lastName}`))[0]?.status).toBe("closed");
  expect((await find(`Ece ${lastName}`))[0]?.status).toBe("handed_off");

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: text("shell.keys.title") })).toContainText(
    text("conversations.keys.reply"),
  );
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByPlaceholder(text("shell.palette.placeholder"))).toBeFocused();
  await page.keyboard.type(text("shell.pages.insight"));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/w/demo/insight");
});
