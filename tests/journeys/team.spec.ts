import type { Browser, Page } from "@playwright/test";
import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { newestMailLink } from "../fixtures/mailbox.ts";
import { text } from "../fixtures/texts.ts";

type Member = { id: string; displayName: string; role: string; isYou: boolean };

const password = "dört kelime yeter bana";
const freshAddress = (name: string) => `${name}-${Date.now().toString(36)}@example.com`;
const button = (page: Page, key: string, values = {}) =>
  page.getByRole("button", { name: text(key, values), exact: true });

/** Signs up on the page that is open, and comes back to where the page said it would lead. */
async function signUp(page: Page, person: { name: string; address: string }): Promise<void> {
  await page.getByLabel(text("auth.fields.name"), { exact: true }).fill(person.name);
  await page.getByLabel(text("auth.fields.address"), { exact: true }).fill(person.address);
  await page.getByLabel(text("auth.fields.password"), { exact: true }).fill(password);
  await button(page, "auth.signUp.submit").click();
  await expect(page.getByRole("heading", { name: text("auth.sent.title") })).toBeVisible();
  await page.goto(await newestMailLink(page, person.address, "/sign-up/"));
  await button(page, "auth.confirm.submit").click();
}

async function stranger(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: "tr-TR", timezoneId: "Europe/Istanbul" });
  return context.newPage();
}

test("invited by link, in, and held to the role; a changed role is felt at once", async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  await enter(page, "settings/members");
  await button(page, "settings.invitations.invite").click();
  await page.getByRole("radio", { name: text("settings.invitations.byLink") }).click();
  await button(page, "settings.invitations.makeLink").click();
  const sent = page.getByRole("dialog", { name: text("settings.invitations.sent.titleLink") });
  const url = (await sent.locator("code").textContent()) ?? "";
  const share = await sent
    .getByRole("link", { name: text("settings.invitations.sent.telegram") })
    .getAttribute("href");
  expect(new URL(share ?? "").searchParams.get("url")).toBe(url);
  await button(page, "settings.invitations.sent.done").click();

  const guest = await stranger(browser, baseURL);
  await guest.goto(url);
  await expect(
    guest.getByRole("heading", { name: text("invitations.open.title", { workspace: "Moda Sokak" }) }),
  ).toBeVisible();
  await guest.getByRole("link", { name: text("invitations.open.signUp") }).click();
  const name = `Ece ${Date.now().toString(36)}`;
  await signUp(guest, { name, address: freshAddress("ece") });
  await guest.waitForURL("**/invitations/*");
  await button(guest, "invitations.open.accept").click();
  await guest.waitForURL("**/w/demo/conversations");

  // A support member answers customers, and is offered no settings to change and no invitations.
  await guest.goto("/w/demo/settings/members");
  await expect(guest.getByText(text("settings.readOnly.title"))).toBeVisible();
  await expect(button(guest, "settings.invitations.invite")).toHaveCount(0);
  const refused = await guest.request.post("/api/trpc/members.invite", {
    headers: { "x-santral-workspace": "demo" },
    data: { role: "admin", locale: "tr" },
  });
  expect(refused.status()).toBe(403);

  // Used: to somebody else it says so.
  const late = await stranger(browser, baseURL);
  await late.goto(url);
  await expect(late.getByRole("heading", { name: text("invitations.accepted.title") })).toBeVisible();

  const team = await ask<Member[]>(page, "members.list", undefined);
  const { id: memberId } = team.find(({ displayName }) => displayName === name)!;
  await ask(page, "members.updateRole", { memberId, role: "admin" }, { isMutation: true });
  // No reload: the screen itself follows.
  await expect(button(guest, "settings.invitations.invite")).toBeVisible({ timeout: 5_000 });
  await ask(page, "members.remove", { memberId }, { isMutation: true });
  expect((await guest.goto("/w/demo/conversations"))?.status()).toBe(404);
});

test("invited by mail: for that address and no other", async ({ page, browser, baseURL }) => {
  test.slow();
  const address = freshAddress("davetli");
  await enter(page, "settings/members");
  await button(page, "settings.invitations.invite").click();
  await page.getByLabel(text("settings.invitations.address"), { exact: true }).fill(address);
  await button(page, "settings.invitations.send").click();
  await button(page, "settings.invitations.sent.done").click();
  await expect(page.getByText(address, { exact: true })).toBeVisible();
  const url = await newestMailLink(page, address, "/invitations/");

  const other = await stranger(browser, baseURL);
  await other.goto(url);
  await other.getByRole("link", { name: text("invitations.open.signUp") }).click();
  await signUp(other, { name: "Başka Biri", address: freshAddress("baska") });
  await other.waitForURL("**/invitations/*");
  await expect(other.getByRole("heading", { name: text("invitations.otherAddress.title") })).toBeVisible();

  await button(page, "settings.invitations.withdraw.confirm").first().click();
  await page
    .getByRole("alertdialog")
    .or(page.getByRole("dialog"))
    .getByRole("button", { name: text("settings.invitations.withdraw.confirm") })
    .click();
  await expect(
    page.getByText(text("settings.invitations.states.withdrawn"), { exact: true }).first(),
  ).toBeVisible();
  const invited = await stranger(browser, baseURL);
  await invited.goto(url);
  await expect(invited.getByRole("heading", { name: text("invitations.withdrawn.title") })).toBeVisible();
});

test("from signing up to the first automatic answer on the local phone, in under two minutes; deleted and taken back", async ({
  browser,
  baseURL,
}) => {
  test.slow();
  const page = await stranger(browser, baseURL);
  await page.goto("/sign-up");
  await signUp(page, { name: "Ada Yılmaz", address: freshAddress("ada") });
  await page.waitForURL("**/start");
  const startedAt = Date.now();
  const name = `Klinik ${Date.now().toString(36)}`;
  await page.getByRole("radio", { name: text("common.kind.clinic") }).check({ force: true });
  await page.getByLabel(text("start.found.name"), { exact: true }).fill(name);
  await expect(page.getByLabel(text("start.found.timeZone"), { exact: true })).toHaveValue("Europe/Istanbul");
  await button(page, "start.found.submit").click();
  await page.waitForURL(/\/start\/klinik-/);
  const slug = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await button(page, "start.steps.bot.makeLocal").click();
  await button(page, "start.steps.samples.action").click();
  await button(page, "start.steps.agent.action").click();
  await expect(page.getByText(text("start.steps.reply.waiting"))).toBeVisible();
  await button(page, "start.steps.reply.tryHere").click();
  const question = page.locator('[data-step="reply"] li button').first();
  const asked = (await question.textContent()) ?? "";
  await question.click();
  await expect(page.locator('[data-step="reply"][data-done]')).toBeVisible({ timeout: 15_000 });
  // The answer stays to be read, until one goes on.
  await expect(page.getByRole("log")).toContainText(asked);
  await expect(button(page, "start.steps.reply.goOn")).toBeVisible();
  expect(Date.now() - startedAt).toBeLessThan(120_000);

  // What is left stands in the panel, until it is hidden.
  await page.goto(`/w/${slug}/conversations`);
  const left = page.getByRole("link", { name: new RegExp(text("shell.start.title")) });
  await expect(left.first()).toBeVisible();
  await page.goto(`/start/${slug}`);
  await button(page, "start.steps.hide").click();
  await expect(button(page, "start.steps.show")).toBeVisible();
  await page.goto(`/w/${slug}/conversations`);
  await expect(left).toHaveCount(0);

  // The only owner cannot just leave, but may delete and take back.
  await page.goto(`/w/${slug}/settings/members`);
  await expect(page.getByText(text("settings.leave.hintLastOwner"))).toBeVisible();
  await page.goto(`/w/${slug}/settings`);
  await button(page, "settings.delete.action").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(name);
  await dialog.getByRole("button", { name: text("settings.delete.action") }).click();
  await expect(
    page.getByRole("heading", { name: text("start.deleted.title", { workspace: name }) }),
  ).toBeVisible();
  await button(page, "start.deleted.restore").click();
  await page.waitForURL(`**/w/${slug}/settings`);
  await expect(page.getByRole("switch")).not.toBeChecked();
});

test("workspaces are switched by keyboard", async ({ page }) => {
  await enter(page, "conversations");
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  const own = page.getByRole("menuitem", { name: "Moda Sokak" });
  await expect(own).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(own).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: text("shell.keys.title") })).toContainText(
    text("shell.keys.switch"),
  );
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox", { name: text("shell.palette.title") })).toBeFocused();
  await page.keyboard.type(text("shell.palette.invite"));
  await page.keyboard.press("Enter");
  await expect(page.getByLabel(text("settings.invitations.address"), { exact: true })).toBeVisible();
});
