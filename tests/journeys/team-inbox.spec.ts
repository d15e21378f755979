import type { Browser, Page } from "@playwright/test";
import { ask, enter, expect, type Role, test } from "../fixtures/journey.ts";
import { type LocalTelegram, makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Member = { id: string; displayName: string; role: Role; isYou: boolean };
type Item = { id: string; status: string; snoozedUntil: string | null; customer: { name: string } };

/** Customers of one new surname who wait for a person; gives the surname. */
async function makeWaiting(telegram: LocalTelegram, firstNames: readonly string[]): Promise<string> {
  const { lastName } = makeOrder();
  for (const first_name of firstNames) {
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
  return lastName;
}

const find = async (page: Page, q: string) =>
  (await ask<{ items: Item[] }>(page, "conversations.list", { q })).items;

/** Another member in a browser of their own. */
async function openSecond(browser: Browser, role: Role, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL });
  const page = await context.newPage();
  await enter(page, "conversations", role);
  return page;
}

test("what waits is counted on every page as it comes, and no page is drawn anew for it", async ({
  page,
  telegram,
}) => {
  await enter(page, "customers");
  const inbox = page
    .getByRole("navigation", { name: text("shell.navigation") })
    .getByRole("link", { name: text("shell.pages.conversations") });
  const badge = inbox.getByText(/^\d+$/);
  const shown = async () => ((await badge.count()) > 0 ? Number(await badge.textContent()) : 0);
  const counted = async () =>
    (await ask<{ waiting: number }>(page, "conversations.counts", undefined)).waiting;
  const before = await counted();
  await expect.poll(shown).toBe(before);

  const drawn: string[] = [];
  page.on("request", (request) => {
    const { rsc, "next-router-prefetch": isPrefetch } = request.headers();
    if (rsc && !isPrefetch) drawn.push(request.url());
  });
  await makeWaiting(telegram, ["Derya", "Emre"]);
  await expect.poll(shown).toBeGreaterThanOrEqual(before + 2);
  await expect.poll(async () => (await shown()) - (await counted())).toBe(0);
  expect(drawn).toEqual([]);
});

test.describe("an inbox whose parts come one after the other", () => {
  // Its worker would hand out the scripts itself.
  test.use({ serviceWorkers: "block" });

  test("a conversation that is known before the code of its thread opens without a complaint", async ({
    page,
    telegram,
  }) => {
    await enter(page, "conversations", "supervisor");
    const lastName = await makeWaiting(telegram, ["Selin"]);
    const [{ id }] = (await find(page, lastName)) as [Item];

    const known = page.waitForResponse(/\/api\/trpc\/[^?]*conversations\.get\b/);
    const opened = page.waitForRequest(/\/api\/trpc\/[^?]*conversations\.thread\b/);
    // The list, whose coming would draw the thread's place anew, waits for the thread.
    await page.route(/\/api\/trpc\/[^?]*conversations\.list\b/, async (route) => {
      await opened;
      await route.continue();
    });
    let isHeld = false;
    await page.route("**/_next/static/**/*.js", async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      if (body.includes("composer.superseded")) {
        isHeld = true;
        await (await known).finished();
      }
      await route.fulfill({ response, body });
    });
    await page.goto(`/w/demo/conversations?status=handed_off&c=${id}`);
    await expect(page.getByText("bir temsilciyle görüşmek istiyorum").first()).toBeVisible();
    expect(isHeld).toBe(true);
  });
});

test("two members in one conversation see each other, leave a note and hand it over", async ({
  page,
  browser,
  baseURL,
  telegram,
}) => {
  const lastName = await makeWaiting(telegram, ["Selin"]);
  await enter(page, "conversations", "support");
  const second = await openSecond(browser, "supervisor", baseURL!);
  const me = (await ask<Member[]>(page, "members.list", undefined)).find(({ isYou }) => isYou)!;
  const colleague = (await ask<Member[]>(second, "members.list", undefined)).find(({ isYou }) => isYou)!;
  const [conversation] = await find(page, lastName);
  await page.goto(`/w/demo/conversations?c=${conversation!.id}`);
  await second.goto(`/w/demo/conversations?c=${conversation!.id}`);

  // Each sees that the other looks, and one that the other types.
  const told = (key: string, name: string) =>
    text(`conversations.presence.${key}`).replace(/^.*one \{\{names\}(.*?)\} other.*$/, `${name}$1`);
  await expect(page.getByText(told("looking", colleague.displayName))).toBeVisible();
  await expect(second.getByText(told("looking", me.displayName))).toBeVisible();
  const composer = second.getByRole("textbox", { name: text("conversations.composer.label") });
  await composer.pressSequentially("Merhaba Selin Hanım");
  await expect(page.getByText(told("typing", colleague.displayName))).toBeVisible();

  // A note that calls the colleague, written without a mouse.
  await page.keyboard.press("n");
  const note = page.getByRole("textbox", { name: text("conversations.notes.label") });
  await expect(note).toBeFocused();
  await page.keyboard.type(`@${colleague.displayName.slice(0, 3)}`);
  await page.keyboard.press("Enter");
  await expect(note).toHaveValue(`@${colleague.displayName} `);
  await page.keyboard.type("bunu sen yanıtlar mısın?");
  await page.keyboard.press("ControlOrMeta+Enter");
  const card = second.getByRole("article", {
    name: text("conversations.notes.by").replace("{name}", me.displayName),
  });
  await expect(card).toContainText("bunu sen yanıtlar mısın?");
  await expect(card.locator("mark")).toHaveText(`@${colleague.displayName}`);
  await second.getByRole("button", { name: new RegExp(`^${text("notifications.title")}`) }).click();
  await expect(second.getByRole("dialog").getByText("bunu sen yanıtlar mısın?")).toBeVisible();
  await second.keyboard.press("Escape");
  // The half-written reply is where it was.
  await expect(composer).toHaveValue("Merhaba Selin Hanım");

  // The colleague takes it, and the first sees it in the thread.
  await page.getByRole("combobox", { name: text("conversations.assign.label") }).click();
  await page.getByRole("option", { name: colleague.displayName }).click();
  await expect(second.getByText(`${me.displayName} size verdi`)).toBeVisible();
  await expect(second.getByRole("combobox", { name: text("conversations.assign.label") })).toContainText(
    text("conversations.assign.me"),
  );
  await second.context().close();
});

test("a list is narrowed and kept under a name; many are put off and closed at once, and taken back", async ({
  page,
  telegram,
}) => {
  const lastName = await makeWaiting(telegram, ["Ada", "Bora", "Cem"]);
  await enter(page, "conversations", "supervisor");
  const statuses = async () =>
    (await find(page, lastName)).map(({ status, snoozedUntil }) => (snoozedUntil ? "snoozed" : status));
  const rows = page.locator("[data-conversation]");
  await page.goto(`/w/demo/conversations?q=${lastName}`);
  await expect(rows).toHaveCount(3);

  // Two are selected by keys and given a tag that is made on the way.
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  const bar = page.getByRole("toolbar", { name: text("conversations.bulk.label") });
  await expect(bar).toContainText("2 seçildi");
  await bar.getByRole("button", { name: text("conversations.tags.add") }).click();
  const tagSearch = page.getByRole("searchbox", { name: text("conversations.tags.find") });
  await tagSearch.fill(lastName);
  await page.getByRole("button", { name: `“${lastName}” etiketini aç` }).click();
  await expect(page.getByText("2 konuşma etiketlendi")).toBeVisible();
  if (await tagSearch.isVisible()) await tagSearch.press("Escape");
  await expect(bar).toContainText("2 seçildi");

  // Put off and taken back.
  await bar.getByRole("button", { name: text("conversations.snooze.title") }).click();
  await page.getByRole("button", { name: new RegExp(text("conversations.snooze.tomorrow")) }).click();
  await expect.poll(async () => (await statuses()).sort()).toEqual(["handed_off", "snoozed", "snoozed"]);
  await page
    .getByRole("listitem")
    .filter({ hasText: "2 konuşma ertelendi" })
    .getByRole("button", { name: text("common.undo") })
    .click();
  await expect.poll(statuses).toEqual(["handed_off", "handed_off", "handed_off"]);

  // The tag's list, kept as a view and found again.
  await page.goto("/w/demo/conversations?status=handed_off");
  await page.getByRole("button", { name: text("conversations.filters.label"), exact: true }).click();
  await page.getByRole("combobox", { name: text("conversations.filters.tag") }).click();
  await page.getByRole("option", { name: lastName }).click();
  await page.keyboard.press("Escape");
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: text("conversations.views.label") }).click();
  await page.getByRole("menuitem", { name: text("conversations.views.save") }).click();
  await page.getByLabel(text("conversations.views.name")).fill(`Görünüm ${lastName}`);
  await page.getByRole("button", { name: text("conversations.views.saveAction") }).click();
  await page.goto("/w/demo/conversations");
  await page.getByRole("button", { name: text("conversations.views.label") }).click();
  // It takes its time to fade, with the focus in it: keys are the list's from the choice on.
  await page.getByRole("menu").evaluate((menu) => {
    menu.style.transitionDuration = "3s";
  });
  await page.getByRole("menuitem", { name: `Görünüm ${lastName}` }).click();
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/tag=tag_/);

  // Both are closed together.
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  await expect(bar).toContainText("2 seçildi");
  await bar.getByRole("button", { name: text("conversations.actions.close") }).click();
  await expect.poll(async () => (await statuses()).sort()).toEqual(["closed", "closed", "handed_off"]);
});
