import { ask, connectBot, enter, expect, test } from "../fixtures/journey.ts";
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

test("what changes while a page is being opened is shown, however late its connection listens", async ({
  page,
  telegram,
}) => {
  // Without a shared worker the page makes the connection itself, where it can be held up.
  await page.addInitScript(() => Reflect.deleteProperty(window, "SharedWorker"));
  const bot = await telegram.createBot("Yavaş Bağlantı");
  await enter(page, "channels");
  await connectBot(page, bot.token);
  await expect(page.getByText(text("channels.states.active"), { exact: true }).first()).toBeVisible();
  const owner = await telegram.createUser({ first_name: "Sahip" });
  const title = `Geç ${owner}`;
  const group = await telegram.createGroup({ title, owner, type: "supergroup" });
  const rights = { can_manage_chat: true, can_delete_messages: true };
  const asAdministrator = { bot: bot.username, status: "administrator" };
  await telegram.inGroup(group, "members", { ...asAdministrator, rights });

  let listen = () => {};
  const held = new Promise<void>((resolve) => {
    listen = resolve;
  });
  await page.route("**/api/live?*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/w/demo/groups");
  const row = page.getByRole("row").filter({ hasText: title });
  await expect(row).toContainText(text("groups.health.healthy"));
  await telegram.inGroup(group, "members", { ...asAdministrator, rights: { can_manage_chat: true } });
  const lost = async () => {
    const groups = await ask<{ title: string; health: string }[]>(page, "groups.list", undefined);
    return groups.find((one) => one.title === title)?.health;
  };
  await expect.poll(lost).toBe("rights_lost");
  await expect(row).toContainText(text("groups.health.healthy"));
  listen();
  await expect(row).toContainText(text("groups.health.rights_lost"));
});
