import { connectBot, enter, expect, test } from "../fixtures/journey.ts";
import { text } from "../fixtures/texts.ts";

test("a group is seen as soon as the bot is in it, and its trouble while the page is open", async ({
  page,
  telegram,
}) => {
  const bot = await telegram.createBot("Grup Botu");
  await enter(page, "channels");
  await connectBot(page, bot.token);
  await expect(page.getByRole("heading", { name: "Grup Botu", level: 1 })).toBeVisible();
  await expect(page.getByText(text("channels.states.active"), { exact: true }).first()).toBeVisible();
  await page.goto("/w/demo/groups");
  const owner = await telegram.createUser({ first_name: "Sahip" });
  const title = `Kampanya ${owner}`;
  const group = await telegram.createGroup({ title, owner, type: "supergroup" });
  await telegram.inGroup(group, "members", {
    bot: bot.username,
    status: "administrator",
    rights: { can_manage_chat: true, can_delete_messages: true, can_restrict_members: true },
  });
  const row = page.getByRole("row").filter({ hasText: title });
  await expect(row).toContainText(text("groups.health.healthy"));
  await telegram.inGroup(group, "messages", { from: owner, text: "Herkese merhaba" });

  await telegram.inGroup(group, "members", {
    bot: bot.username,
    status: "administrator",
    rights: { can_manage_chat: true, can_restrict_members: true },
  });
  await expect(row).toContainText(text("groups.health.rights_lost"));
  await row.getByText(title).click();
  const sheet = page.getByRole("dialog", { name: title });
  await expect(sheet.getByText("Herkese merhaba")).toBeVisible();
  await expect(sheet.getByText(text("groups.rights.names.can_delete_messages")).first()).toBeVisible();
  await sheet.getByRole("button", { name: text("groups.detail.acknowledge") }).click();
  await expect(sheet.getByText(text("groups.health.healthy")).first()).toBeVisible();
});
