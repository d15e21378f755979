import { eq } from "drizzle-orm";
import { addresses, conversations, customers, identities, messages, terms } from "@/db/schema";
import { foldText, tokenise } from "@/lib/text/fold";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, toPublicId } from "@/server/kernel";
import type { ConversationStatus } from "./schemas";

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
