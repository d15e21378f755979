import { describe, expect, test } from "vitest";
import { newId, toPublicId } from "@/server/kernel";
import { LiveReader } from "./live-reader";
import { useServingProduct } from "./serving-product";

/** A member loses their place, or their role, in the midst of a reply. */
const state = useServingProduct();

async function makeConversation(): Promise<string> {
  const { product } = state;
  const user = product.createCustomer();
  product.say(user, "bir insanla görüşmek istiyorum");
  const handedOff = () =>
    product.admin<{ id: string }[]>`
      select c.id from conversations c join addresses a on a.id = c.address_id
      where a.chat_id = ${String(user)} and c.status = 'handed_off'`;
  await expect.poll(async () => (await handedOff()).length, { timeout: 10_000 }).toBe(1);
  const [found] = await handedOff();
  return toPublicId("conversation", found!.id);
}

const reply = (headers: Record<string, string>, conversationId: string, text: string) =>
  state.product.procedure(
    "conversations.reply",
    headers,
    { conversationId, messageId: toPublicId("message", newId()), text, lastSeenSeq: 1_000, force: true },
    true,
  );
const memberOf = (role: "support" | "supervisor") =>
  toPublicId("member", state.product.shop.team.find((member) => member.role === role)!.memberId);
const repliesOf = async (text: string) => {
  const [row] = await state.product.admin<{ count: number }[]>`
    select count(*)::int as count from messages where text = ${text}`;
  return row?.count;
};

describe("while a reply is being typed", () => {
  test("a role that may not reply any more: refused by name, the stream ends within two seconds", async () => {
    const { product } = state;
    const conversationId = await makeConversation();
    const [owner, theirs] = [await product.headersOf("owner"), await product.headersOf("supervisor")];
    const reader = await LiveReader.open(product.origin, product.shop.workspace.slug, theirs);
    const changedAt = Date.now();
    const change = { memberId: memberOf("supervisor"), role: "analyst" };
    expect((await product.procedure("members.updateRole", owner, change, true)).status).toBe(200);
    expect(await reply(theirs, conversationId, "rolden sonra")).toMatchObject({
      status: 403,
      code: "PERMISSION_DENIED",
    });
    expect(await repliesOf("rolden sonra")).toBe(0);
    await expect.poll(() => reader.endedAt, { timeout: 5_000 }).not.toBeNull();
    expect(reader.endedAt! - changedAt).toBeLessThan(2_000);
    expect(reader.named("end")).toMatchObject([{ data: { reason: "role_changed" } }]);
  });

  test("removed: nothing is sent, the code says so, the stream ends within two seconds and opens no more", async () => {
    const { product } = state;
    const conversationId = await makeConversation();
    const [owner, theirs] = [await product.headersOf("owner"), await product.headersOf("support")];
    expect((await reply(theirs, conversationId, "önce")).status).toBe(200);
    const reader = await LiveReader.open(product.origin, product.shop.workspace.slug, theirs);
    const removedAt = Date.now();
    const removal = { memberId: memberOf("support") };
    expect((await product.procedure("members.remove", owner, removal, true)).status).toBe(200);

    expect(await reply(theirs, conversationId, "sonra")).toMatchObject({
      status: 404,
      code: "WORKSPACE_NOT_FOUND",
    });
    expect(await repliesOf("sonra")).toBe(0);
    await expect.poll(() => reader.endedAt, { timeout: 5_000 }).not.toBeNull();
    expect(reader.endedAt! - removedAt).toBeLessThan(2_000);
    expect(reader.named("end")).toMatchObject([{ data: { reason: "membership_ended" } }]);
    // Nothing that happens afterwards is told on it, and a new one is not opened.
    await expect(LiveReader.open(product.origin, product.shop.workspace.slug, theirs)).rejects.toThrow("404");
    for (const path of ["conversations.list", "conversations.get", "customers.find"]) {
      expect((await product.procedure(path, theirs, { conversationId, q: "Müşteri" })).status).toBe(404);
    }
    // Their colleagues see whose words those were.
    const thread = await product.procedure("conversations.thread", owner, { conversationId });
    expect(JSON.stringify(thread.data)).toContain("önce");
  });
});
