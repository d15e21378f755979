import { asc, eq, type SQL, sql } from "drizzle-orm";
import { addresses, conversations } from "@/db/schema";
import type { Ctx, Transaction } from "@/server/kernel";

/**
 * Holds the conversations that `condition` names until the transaction ends, and returns their ids. They are asked for
 * in the order in which intake takes those of a batch: a change of many in any other order and a batch of messages
 * could each wait for the other.
 */
export async function lockConversations(
  tx: Transaction,
  ctx: Ctx,
  condition: SQL | undefined,
): Promise<string[]> {
  const rows = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(
      addresses,
      sql`${addresses.workspaceId} = ${conversations.workspaceId} and ${addresses.id} = ${conversations.addressId}`,
    )
    .where(sql`${eq(conversations.workspaceId, ctx.workspace.id)} and ${condition}`)
    .orderBy(asc(conversations.channelId), asc(addresses.chatId))
    .for("no key update", { of: conversations });
  return rows.map((row) => row.id);
}
