import { connectBot, enter, expect, test } from "../fixtures/journey.ts";
import { text } from "../fixtures/texts.ts";

test("a bot whose token is revoked shows within a minute, its owner is told, and it is mended", async ({
  page,
  telegram,
}) => {
  test.setTimeout(180_000);
  const bot = await telegram.createBot("Jetonu Biten");
  await enter(page, "channels");
  await connectBot(page, bot.token);
  await page.waitForURL(`**/channels/${bot.username}`);
  await expect(page.getByText(text("channels.states.active"), { exact: true })).toBeVisible();

  const { token } = await telegram.revokeToken(bot.username);
  // Nothing is loaded again: the page tells by itself.
  const trouble = page.getByRole("alert").filter({ hasText: text("channels.errors.token_rejected") });
  await expect(trouble).toBeVisible({ timeout: 75_000 });
  await expect(page.getByText(text("channels.states.broken"), { exact: true })).toBeVisible();

  await trouble.getByRole("button", { name: text("channels.detail.replaceToken") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(text("channels.detail.newToken")).fill(token);
  await dialog.getByRole("button", { name: text("channels.detail.replaceToken") }).click();
  await expect(trouble).toBeHidden();
  await expect(page.getByText(text("channels.states.active"), { exact: true })).toBeVisible();
});
