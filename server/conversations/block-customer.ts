import { and, eq, ne } from "drizzle-orm";
import { conversations } from "@/db/schema";
import { lockCustomerOrThrow } from "@/server/customers";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { closeConversation } from "./close-conversation";
import { lockConversations } from "./lock-conversations";
import { BlockCustomerInput, type BlockedCustomer } from "./schemas";
import { setBlocked } from "./set-blocked";

/**
 * Blocks a customer: their conversations are closed, and what they write from now on is not taken in, nor answered by
 * the agent. Unblocking takes in what they write from then on; the closed conversations stay as they are.
 *
 * @throws CustomerNotFound no such customer in this workspace
 */
export async function blockCustomer({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: BlockCustomerInput;
}): Promise<BlockedCustomer> {
  requirePermission(ctx, "customer.block");
  const { customerId: asked, isBlocked } = BlockCustomerInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    // One who was merged into another is that one, also at this moment.
    const { id: customerId } = await lockCustomerOrThrow(tx, ctx, asked);
    // In the order in which intake takes them.
    const open = isBlocked
      ? await lockConversations(
          tx,
          ctx,
          and(eq(conversations.customerId, customerId), ne(conversations.status, "closed")),
        )
      : [];
    for (const conversationId of open) {
      await closeConversation({ ctx: { ...ctx, db: tx }, input: { conversationId } });
    }
    await setBlocked(tx, ctx, customerId, isBlocked);
    return { id: toPublicId("customer", customerId), isBlocked };
  });
}
