import { sql } from "drizzle-orm";
import { type Ctx, inWorkspace, newId, recordAudit, requirePermission } from "@/server/kernel";

/** What a customer said of a conversation elsewhere or earlier. */
export type PastRating = {
  conversationId: string;
  score: number | null;
  comment: string | null;
  askedAt: Date;
};

/**
 * Brings in what customers said of conversations that are here already, all or nothing; one that has been asked about is
 * left as it is. Nobody is asked and nobody is told.
 *
 * @returns how many were stored
 */
export async function importRatings({
  ctx,
  ratings,
}: {
  ctx: Ctx;
  ratings: readonly PastRating[];
}): Promise<number> {
  requirePermission(ctx, "rating.import");
  const w = ctx.workspace.id;
  const rows = ratings.map(({ conversationId, score, comment, askedAt }) => ({
    id: newId(),
    conversation_id: conversationId,
    score,
    comment,
    asked_at: askedAt.toISOString(),
  }));
  return inWorkspace(ctx, async (tx) => {
    const stored = await tx.execute<{ id: string }>(sql`
      insert into ratings (workspace_id, id, conversation_id, channel_id, customer_id, address_id, member_id, language,
        asked_at, score, rated_at, comment, commented_at)
      select ${w}::uuid, p.id, c.id, c.channel_id, c.customer_id, c.address_id,
        case when c.member_message_count > 0 then c.assigned_member_id end, coalesce(c.language, ${ctx.workspace.defaultLanguage}),
        p.asked_at, p.score, case when p.score is not null then p.asked_at + interval '4 minutes' end,
        p.comment, case when p.comment is not null then p.asked_at + interval '6 minutes' end
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as p(id uuid, conversation_id uuid, score smallint, comment text, asked_at timestamptz)
      join conversations c on c.workspace_id = ${w}::uuid and c.id = p.conversation_id
      on conflict do nothing returning id`);
    await recordAudit(tx, ctx, { action: "rating.import", entity: w, after: { stored: stored.length } });
    return stored.length;
  });
}
