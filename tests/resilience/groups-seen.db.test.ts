import { describe, expect, test } from "vitest";
import { checkGroup, getGroup, listGroups } from "@/server/groups";
import { LiveReader } from "./live-reader";
import { useServingProduct } from "./serving-product";

/** Groups of the local Telegram, over its own wire: what its people do there is seen here. */
const state = useServingProduct();
const patience = { timeout: 15_000, interval: 50 };

const control = async (path: string, body: unknown) => {
  const answer = await state.product.telegram.control(path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** A group of one owner, with the shop's bot in it. */
async function makeGroup(input: { title: string; type?: string; otherMembers?: number; rights?: object }) {
  const { product } = state;
  const { rights, ...settings } = input;
  const owner = product.createCustomer("Grup Sahibi");
  const { id } = await control("groups", { ...settings, owner });
  const bot = { bot: product.bot.username, status: rights ? "administrator" : "member", rights };
  await control(`groups/${id}/members`, bot);
  const find = async () =>
    (await listGroups({ ctx: product.as("owner") })).find(({ title }) => title === input.title);
  await expect.poll(find, patience).toBeDefined();
  return { id: Number(id), owner, find, groupId: (await find())!.id };
}

describe("a group of the local Telegram", () => {
  test("is there with its size and rights once the bot is added, and a look tells no news", async () => {
    const group = await makeGroup({
      title: "Süper müşteriler 🎈",
      otherMembers: 200_000,
      rights: { can_delete_messages: true, can_invite_users: true },
    });
    await expect.poll(async () => (await group.find())?.memberCount, patience).toBeGreaterThan(200_000);
    expect(await group.find()).toMatchObject({ kind: "supergroup", health: "healthy", checkError: null });
    const detail = await getGroup({ ctx: state.product.as("support"), input: { groupId: group.groupId } });
    expect(detail.rights).toEqual(expect.arrayContaining(["can_delete_messages", "can_invite_users"]));
    expect(detail.events.map(({ kind }) => kind)).toEqual(["bot_added"]);
  });

  test("tells the panel of lost rights within a second", async () => {
    const { product } = state;
    const group = await makeGroup({ title: "Yetkiler", rights: { can_restrict_members: true } });
    const reader = await LiveReader.open(
      product.origin,
      product.shop.workspace.slug,
      await product.headersOf("owner"),
    );
    await control(`groups/${group.id}/members`, {
      bot: product.bot.username,
      status: "administrator",
      rights: { can_invite_users: true },
    });
    await expect
      .poll(() => reader.events.some(({ data }) => data.topic === "group/changed"), {
        timeout: 1_000,
        interval: 20,
      })
      .toBe(true);
    reader.leave();
    expect(await group.find()).toMatchObject({ health: "rights_lost", lostRights: ["can_restrict_members"] });
  });

  test("that loses rights while it is looked at has lost them", async () => {
    const { product } = state;
    const all = { can_delete_messages: true, can_restrict_members: true };
    const group = await makeGroup({ title: "Bakılırken", rights: all });
    await expect.poll(async () => (await group.find())?.memberCount, patience).not.toBeNull();
    // The platform has said what the bot is, and not yet how the group is called.
    product.meanwhile.set("getChat", async () => {
      await control(`groups/${group.id}/members`, {
        bot: product.bot.username,
        status: "administrator",
        rights: { can_restrict_members: true },
      });
      await expect.poll(async () => (await group.find())?.health, patience).toBe("rights_lost");
    });
    const checked = await checkGroup({ ctx: product.as("support"), input: { groupId: group.groupId } });
    expect(product.meanwhile.size).toBe(0);
    expect(checked).toMatchObject({ health: "rights_lost", lostRights: ["can_delete_messages"] });
    expect(checked.events.map(({ kind }) => kind)).toEqual(["rights_lost", "bot_added"]);
    expect(checked.checkError).toBeNull();
  });

  test("keeps what was said when it becomes a supergroup, and is found under its new id by a look", async () => {
    const { product } = state;
    const group = await makeGroup({ title: "Büyüyen grup", type: "group", rights: {} });
    await control(`groups/${group.id}/messages`, { from: group.owner, text: "/yardim eskiden" });
    await control(`groups/${group.id}/migration`, {});
    await expect.poll(async () => (await group.find())?.kind, patience).toBe("supergroup");
    const checked = await checkGroup({ ctx: product.as("support"), input: { groupId: group.groupId } });
    expect(checked).toMatchObject({ kind: "supergroup", checkError: null });
    expect(checked.messages.map(({ text }) => text)).toContain("/yardim eskiden");
  });

  test("that put the bot out stands as removed; nobody there ever becomes a conversation", async () => {
    const { product } = state;
    const group = await makeGroup({ title: "Geçici grup" });
    await control(`groups/${group.id}/members`, { bot: product.bot.username, status: "kicked" });
    await expect.poll(async () => (await group.find())?.health, patience).toBe("removed");
    expect(await product.stored(group.owner)).toEqual([]);
  });
});
