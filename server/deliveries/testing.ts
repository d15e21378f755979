import { addresses, channels, conversations, customers, identities } from "@/db/schema";
import { type Ctx, encrypt, getRuntime, inWorkspace, newId, randomToken } from "@/server/kernel";

type TestWorkspace = { as(actor: Ctx["actor"]): Ctx };

/** A connected bot, written past the verbs. */
export async function makeChannel(
  workspace: TestWorkspace,
  options: { apiRoot?: string; token?: string; botId?: string } = {},
): Promise<{ channelId: string }> {
  const ctx = workspace.as({ kind: "system", name: "test" });
  const { env } = getRuntime();
  const channelId = newId();
  await inWorkspace(ctx, (tx) =>
    tx.insert(channels).values({
      workspaceId: ctx.workspace.id,
      id: channelId,
      kind: "telegram",
      key: randomToken(),
      providerAccountId: options.botId ?? channelId,
      username: "deneme_bot",
      displayName: "Deneme",
      apiRoot: options.apiRoot ?? "/sandbox/telegram",
      tokenEncrypted: encrypt(env.secret, options.token ?? "100001:test-token", `channel:${channelId}:token`),
      secretEncrypted: encrypt(env.secret, "secret", `channel:${channelId}:secret`),
      updateMode: "webhook",
      state: "active",
      profile: {},
      createdAt: ctx.clock.now(),
    }),
  );
  return { channelId };
}

/** A customer who has written to a bot and waits: identity, address and open conversation. */
export async function makeChat(
  workspace: TestWorkspace,
  options: { channelId?: string; chatId?: string } = {},
): Promise<{ conversationId: string; addressId: string; channelId: string }> {
  const ctx = workspace.as({ kind: "system", name: "test" });
  const channelId = options.channelId ?? (await makeChannel(workspace)).channelId;
  const [customerId, identityId, addressId, conversationId] = [newId(), newId(), newId(), newId()];
  const chatId = options.chatId ?? String(Math.floor(Math.random() * 1e12));
  const base = { workspaceId: ctx.workspace.id, createdAt: ctx.clock.now() };
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(customers).values({ ...base, id: customerId, displayName: "Ayşe Yılmaz" });
    await tx
      .insert(identities)
      .values({ ...base, id: identityId, customerId, kind: "telegram", value: `${chatId}-${channelId}` });
    await tx.insert(addresses).values({ ...base, id: addressId, customerId, identityId, channelId, chatId });
    await tx.insert(conversations).values({
      ...base,
      id: conversationId,
      channelId,
      customerId,
      addressId,
      status: "open",
      lastMessageAt: ctx.clock.now(),
      firstInboundAt: ctx.clock.now(),
      waitingSince: ctx.clock.now(),
    });
  });
  return { conversationId, addressId, channelId };
}
