import { eq } from "drizzle-orm";
import { addresses, conversations, customers, deliveryQueue, identities, messages, terms } from "@/db/schema";
import { foldText, tokenise } from "@/lib/text/fold";
import { createDispatcher } from "@/server/deliveries";
import { makeChannel, makeChat } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, toPublicId } from "@/server/kernel";
import { makeWorkspace, type useTestRuntime } from "@/server/testing";
import { getThread } from "./get-thread";
import { replyToConversation } from "./reply-to-conversation";
import type { ConversationStatus, ReplyToConversationInput } from "./schemas";

type TestWorkspace = { as(actor: Ctx["actor"]): Ctx };

export type TestConversation = {
  id: string;
  publicId: string;
  customerId: string;
  addressId: string;
  channelId: string;
};

/** A customer with a Telegram identity, found by name. */
export async function makeCustomer(
  workspace: TestWorkspace,
  options: { name?: string; phone?: string } = {},
): Promise<{ customerId: string; identityId: string }> {
  const ctx = workspace.as({ kind: "system", name: "test" });
  const name = options.name ?? "Ayşe Yılmaz";
  const [customerId, identityId] = [newId(), newId()];
  const base = { workspaceId: ctx.workspace.id, createdAt: ctx.clock.now() };
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(customers).values({ ...base, id: customerId, displayName: name });
    await tx.insert(identities).values({
      ...base,
      id: identityId,
      customerId,
      kind: "telegram",
      value: identityId,
      verifiedAt: ctx.clock.now(),
      verifiedBy: "platform",
    });
    if (options.phone) {
      await tx.insert(identities).values({
        ...base,
        id: newId(),
        customerId,
        kind: "phone",
        value: options.phone,
        verifiedAt: ctx.clock.now(),
        verifiedBy: "contact_button",
      });
    }
    await tx.insert(terms).values(
      tokenise(foldText(name)).map((term) => ({
        workspaceId: ctx.workspace.id,
        kind: "customer" as const,
        term,
        rowId: customerId,
        weight: 1,
      })),
    );
  });
  return { customerId, identityId };
}

/** A conversation that begins with one message of the customer for each of `says`. */
export async function makeConversation(
  workspace: TestWorkspace,
  options: {
    status?: ConversationStatus;
    name?: string;
    phone?: string;
    says?: string[];
    lastMessageAt?: Date;
    /** The same customer and bot once more. */
    after?: TestConversation;
    changes?: Partial<typeof conversations.$inferInsert>;
  } = {},
): Promise<TestConversation> {
  const ctx = workspace.as({ kind: "system", name: "test" });
  const at = options.lastMessageAt ?? ctx.clock.now();
  const base = { workspaceId: ctx.workspace.id, createdAt: at };
  const place = options.after ?? (await makeAddress(workspace, options));
  const id = newId();
  const says = options.says ?? ["Kargom nerede?"];
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(conversations).values({
      ...base,
      id,
      channelId: place.channelId,
      customerId: place.customerId,
      addressId: place.addressId,
      status: options.status ?? "open",
      lastSeq: says.length,
      lastMessageAt: at,
      firstInboundAt: at,
      waitingSince: options.status === "closed" ? null : at,
      closedAt: options.status === "closed" ? at : null,
      ...options.changes,
    });
    if (says.length === 0) return;
    await tx.insert(messages).values(
      says.map((text, index) => ({
        ...base,
        id: newId(),
        conversationId: id,
        addressId: place.addressId,
        seq: index + 1,
        direction: "in" as const,
        author: "customer" as const,
        kind: "text" as const,
        text,
        sentAt: at,
      })),
    );
  });
  return { ...place, id, publicId: toPublicId("conversation", id) };
}

async function makeAddress(workspace: TestWorkspace, options: { name?: string; phone?: string }) {
  const ctx = workspace.as({ kind: "system", name: "test" });
  const { channelId } = await makeChannel(workspace);
  const { customerId, identityId } = await makeCustomer(workspace, options);
  const addressId = newId();
  await inWorkspace(ctx, (tx) =>
    tx.insert(addresses).values({
      workspaceId: ctx.workspace.id,
      id: addressId,
      customerId,
      identityId,
      channelId,
      chatId: addressId,
      createdAt: ctx.clock.now(),
    }),
  );
  return { customerId, addressId, channelId };
}

export async function readConversation(workspace: TestWorkspace, conversationId: string) {
  const ctx = workspace.as({ kind: "system", name: "test" });
  const [row] = await inWorkspace(ctx, (tx) =>
    tx.select().from(conversations).where(eq(conversations.id, conversationId)),
  );
  return row!;
}

type Testing = ReturnType<typeof useTestRuntime>;

/** What the tests of members' messages need of the local Telegram; they start it. */
type LocalTelegram = {
  createBot(input: { name: string }): { username: string; token: string };
  createUser(input: { first_name: string }): { id: number };
  openChat(input: { bot: string; from: number }): void;
  listMessages(input: { bot: string; user: number }): {
    messages: { id: number; direction: string; text: string }[];
  };
  listCalls(input: { bot?: string; limit?: number }): { method: string; params: Record<string, unknown> }[];
};

/** Threads on a local Telegram that is reached over HTTP, for the tests of what members send. */
export function useThreads(testing: Testing, local: () => LocalTelegram) {
  /** A customer of a bot who has written, and the support member who answers. */
  async function make() {
    const sandbox = local();
    const bot = sandbox.createBot({ name: `Deneme ${newId().slice(-6)}` });
    const team = await makeWorkspace(testing.runtime);
    const { channelId } = await makeChannel(team, { token: bot.token });
    const user = sandbox.createUser({ first_name: "Ayşe" });
    sandbox.openChat({ bot: bot.username, from: user.id });
    const chat = await makeChat(team, { channelId, chatId: String(user.id) });
    const ctx = team.member("support");
    const publicId = toPublicId("conversation", chat.conversationId);

    return {
      ...{ bot, team, ctx, user, publicId, ...chat },

      /** What the customer's phone shows of the bot, oldest first. */
      phone: () =>
        sandbox
          .listMessages({ bot: bot.username, user: user.id })
          .messages.filter((message) => message.direction === "out"),

      /** The calls of a method, oldest first. */
      calls: (method: string) =>
        sandbox.listCalls({ bot: bot.username, limit: 1_000 }).filter((call) => call.method === method),

      /** The member writes. Gives the public id of the message. */
      async say(text: string, more: Partial<ReplyToConversationInput> = {}) {
        const messageId = toPublicId("message", newId());
        const input = { conversationId: publicId, messageId, text, lastSeenSeq: 99, ...more };
        await replyToConversation({ ctx, input });
        return messageId;
      },

      /** Runs a dispatcher until nothing of this workspace is in its queue. */
      async deliver(dispatcher = createDispatcher(testing.runtime)) {
        const until = performance.now() + 10_000;
        while ((await inWorkspace(ctx, (tx) => tx.select().from(deliveryQueue))).length > 0) {
          if (performance.now() > until) throw new Error("The dispatcher did not get there in time.");
          if (!(await dispatcher.runOnce())) await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },

      thread: async () => (await getThread({ ctx, input: { conversationId: publicId } })).messages,

      /** A message as the thread shows it. */
      async shown(messageId: string) {
        const page = await getThread({ ctx, input: { conversationId: publicId } });
        return page.messages.find(({ id }) => id === messageId)!;
      },
    };
  }

  return { make };
}
