import type { Page } from "@playwright/test";
import { findBarriers } from "../fixtures/axe.ts";
import { expect, test } from "../fixtures/journey.ts";
import { newestMailLink } from "../fixtures/mailbox.ts";
import { text } from "../fixtures/texts.ts";

const password = "dört kelime yeter bana";
const newPassword = "bambaşka bir uzun parola";
/** Nobody's of an earlier run. */
const freshAddress = (name: string) => `${name}-${Date.now().toString(36)}@example.com`;

const button = (page: Page, key: string, values = {}) =>
  page.getByRole("button", { name: text(key, values), exact: true });
const label = (page: Page, key: string) => page.getByLabel(text(`auth.fields.${key}`), { exact: true });

const atAccount = (page: Page) => page.waitForURL(({ pathname }) => pathname === "/account");

async function signIn(page: Page, address: string, given: string): Promise<void> {
  await page.goto("/sign-in?next=/account");
  await label(page, "address").fill(address);
  await label(page, "password").fill(given);
  await button(page, "auth.signIn.submit").click();
}

async function axe(page: Page): Promise<void> {
  expect(await findBarriers(page)).toEqual([]);
}

async function signUp(page: Page, address: string): Promise<void> {
  await page.goto("/sign-up?next=/account");
  await label(page, "name").fill("Deniz Kaya");
  await label(page, "address").fill(address);
  await label(page, "password").fill("deniz");
  await expect(page.getByText(text("auth.strength.weakness.short"))).toBeVisible();
  await label(page, "password").fill(password);
  await expect(page.getByText(text("auth.strength.levels.strong"), { exact: true })).toBeVisible();
  await button(page, "auth.signUp.submit").click();
  await expect(page.getByRole("heading", { name: text("auth.sent.title") })).toBeVisible();
}

test("sign up, confirm, sign out, reset, and a session that is ended elsewhere loses its page", async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  const address = freshAddress("deniz");
  await signUp(page, address);
  await axe(page);

  // The same browser needs no more than a press.
  await page.goto(await newestMailLink(page, address, "/sign-up/"));
  await button(page, "auth.confirm.submit").click();
  await atAccount(page);
  await expect(page.getByText(address)).toBeVisible();
  await axe(page);

  await button(page, "account.signOut").click();
  await page.waitForURL(({ pathname }) => pathname === "/");
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount$/);

  await signIn(page, address, "not the one");
  await expect(page.getByText(text("auth.faults.SIGN_IN_WRONG"))).toBeVisible();
  // What was typed is kept, the password not.
  await expect(label(page, "address")).toHaveValue(address);
  await expect(label(page, "password")).toHaveValue("");
  await axe(page);

  await page.goto("/reset?next=/account");
  await label(page, "address").fill(address);
  await button(page, "auth.reset.submit").click();
  await expect(page.getByRole("heading", { name: text("auth.sent.title") })).toBeVisible();
  const link = await newestMailLink(page, address, "/reset/");
  await page.goto(link);
  await label(page, "newPassword").fill(newPassword);
  await button(page, "auth.reset.save").click();
  await atAccount(page);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: text("auth.worthless.used") })).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: text("auth.worthless.again") }).click();
  await page.waitForURL("**/reset");

  const elsewhere = await browser.newContext({ baseURL, locale: "tr-TR" });
  const there = await elsewhere.newPage();
  await signIn(there, address, newPassword);
  await atAccount(there);
  await page.goto("/account");
  await page.getByRole("button", { name: /^Oturumu kapat/ }).click();
  await expect(page.getByText(text("account.sessions.ended"))).toBeVisible();
  await there.goto("/account");
  await expect(there).toHaveURL(/\/sign-in\?next=%2Faccount$/);
  await elsewhere.close();
});

test("each provider's button signs in and links; a known address opens nothing", async ({ page }) => {
  test.slow();
  const address = freshAddress("emma");
  const asNew = async () => {
    await page.waitForURL("**/sandbox/oidc?request=*");
    await label(page, "name").fill("Emma Clark");
    await label(page, "address").fill(address);
    await button(page, "sandbox.oidc.new").click();
  };
  for (const provider of ["google", "telegram", "microsoft"] as const) {
    const name = text(`auth.providers.${provider}`);
    await page.goto("/sign-in?next=/account");
    await button(page, "auth.with", { provider: name }).click();
    await asNew();
    if (provider === "microsoft") break;
    await atAccount(page);
    await expect(page.getByText("Emma Clark").first()).toBeVisible();
    await button(page, "account.signOut").click();
    await page.waitForURL(({ pathname }) => pathname === "/");
  }
  // Microsoft vouches for the address that came with Google.
  await expect(page.getByText(text("auth.faults.ADDRESS_TAKEN", { provider: "Microsoft" }))).toBeVisible();
  await page.goto("/sign-in?next=/account");
  await button(page, "auth.with", { provider: "Google" }).click();
  await asNew();
  await atAccount(page);
  await page.getByRole("button", { name: text("account.methods.linkOf", { provider: "Microsoft" }) }).click();
  await asNew();
  await page.waitForURL("**/account?linked=microsoft");
  await expect(page.getByText(text("account.methods.linked", { provider: "Microsoft" }))).toBeVisible();
  await axe(page);

  // Whoever refuses at the provider is told so.
  await button(page, "account.signOut").click();
  await page.waitForURL(({ pathname }) => pathname === "/");
  await page.goto("/sign-in");
  await button(page, "auth.with", { provider: "Google" }).click();
  await page.waitForURL("**/sandbox/oidc?request=*");
  await axe(page);
  await button(page, "sandbox.oidc.refuse").click();
  await page.waitForURL("**/sign-in?error=*");
  await expect(page.getByRole("alert").first()).toBeVisible();
});

test.describe("a session that is ended elsewhere", () => {
  test.use({ mayComplain: true });

  test("loses its open panel within two seconds, and leads back after signing in", async ({
    page,
    browser,
    baseURL,
  }) => {
    await page.goto("/sandbox/sign-in?role=analyst&to=/w/demo/conversations");
    await page.waitForURL("**/w/demo/conversations*");
    const elsewhere = await browser.newContext({ baseURL, locale: "tr-TR" });
    const there = await elsewhere.newPage();
    await there.goto("/sandbox/sign-in?role=analyst&to=/w/demo/conversations");
    await there.waitForURL("**/w/demo/conversations*");
    await expect(there.locator('[aria-busy="true"], .skeleton')).toHaveCount(0);
    await page.goto("/account");
    await button(page, "account.sessions.endOthers").click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: text("account.sessions.endOthers") })
      .click();
    await expect(there.getByText(text("live.ended"))).toBeVisible({ timeout: 4_000 });
    await there.getByRole("button", { name: text("live.signIn") }).click();
    await expect(there).toHaveURL(/\/sign-in\?next=%2Fw%2Fdemo%2Fconversations/);
    await elsewhere.close();
  });
});
