import { and, eq, isNotNull, sql } from "drizzle-orm";
import { conversations } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, type Transaction } from "@/server/kernel";
import { asked, implied } from "./list-filters";
import { CountListsInput, type ListConversationsInput, type ListCounts, listCountLimit } from "./schemas";

/** A list is looked through so far for its count; more than that is said to be more. */
const mostLookedThrough = 2_000;

/**
 * How many conversations each of some lists holds, as far as `listCountLimit` and the first two thousand of its state; null
 * of a search, which is not counted.
 */
export async function countLists({ ctx, input }: { ctx: Ctx; input: CountListsInput }): Promise<ListCounts> {
  requirePermission(ctx, "conversation.list");
  const { lists } = CountListsInput.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const counts: ListCounts = [];
    for (const list of lists) counts.push(list.q ? null : await countList(tx, ctx, list));
    return counts;
  });
}

async function countList(
  tx: Transaction,
  ctx: Ctx,
  list: ReturnType<typeof ListConversationsInput.parse>,
): Promise<number> {
  const { status, isSpam, order } = list;
  const state = isSpam ? isNotNull(conversations.spamAt) : eq(conversations.status, status ?? "open");
  const looked = tx
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, ctx.workspace.id),
        state,
        order === "due" ? isNotNull(conversations.dueAt) : undefined,
        ...implied(list),
      ),
    )
    .limit(mostLookedThrough)
    .as("conversations");
  const met = tx
    .select({ one: sql`1`.as("one") })
    .from(looked)
    .where(and(...asked(ctx, list)))
    .limit(listCountLimit)
    .as("met");
  const [row] = await tx.select({ n: sql<number>`count(*)::int` }).from(met);
  return row?.n ?? 0;
}
