import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { spanOf } from "./days";
import { selectRows } from "./figure-rows";
import { FigureRows, ListFigureRowsInput } from "./schemas";

const maxRows = 50;
/** So many of the newest rows are looked through for them: a busy month has millions. */
const maxLookedThrough = 2_000;

/**
 * The conversations behind a figure of a span, the newest first: what `getFigures` counts, told conversation by
 * conversation. `amount` is what each adds: messages, answers, or its seconds; null where each is one.
 *
 * @throws FigureKeyInvalid the figure's key names nothing
 */
export async function listFigureRows({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListFigureRowsInput;
}): Promise<FigureRows> {
  requirePermission(ctx, "figures.read");
  requirePermission(ctx, "conversation.list");
  const { figure, key, days } = ListFigureRowsInput.parse(input);
  const { id: workspaceId, timeZone } = ctx.workspace;
  const counted = selectRows({ workspaceId, timeZone, figure, key, ...spanOf(ctx, days) }, maxLookedThrough);

  const rows = await inWorkspace(ctx, (tx) =>
    tx.execute<{ id: string; status: string; name: string; at: string; amount: number | null }>(sql`
      with counted as (
        select conversation_id, max(at) as at, coalesce(sum(amount), count(*))::int as amount
        from (${counted}) rows group by 1 order by 2 desc limit ${maxRows + 1}
      )
      select c.id, c.status, k.display_name as name, n.at::text as at, n.amount
      from counted n
      join conversations c on c.workspace_id = ${workspaceId}::uuid and c.id = n.conversation_id
      join customers k on k.workspace_id = c.workspace_id and k.id = c.customer_id
      order by n.at desc`),
  );
  return FigureRows.parse({
    items: rows.slice(0, maxRows).map(({ id, at, amount, ...row }) => ({
      ...row,
      conversationId: toPublicId("conversation", id),
      at: new Date(at).toISOString(),
      amount: countsAsOne.has(figure) ? null : amount,
    })),
    isTruncated: rows.length > maxRows,
  });
}

/** Where a conversation counts once or not at all. */
const countsAsOne: ReadonlySet<string> = new Set([
  "conversationsStarted",
  "resolvedConfirmed",
  "resolvedAssumed",
  "resolvedReopened",
  "handedOff",
]);
