import { and, desc, eq } from "drizzle-orm";
import { members, ratings } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { ListRatingsInput, type Rating, Ratings } from "./schemas";

const maxRatings = 50;

/** What a customer was asked and said, the newest first. Of a customer of elsewhere there is nothing. */
export async function listRatings({ ctx, input }: { ctx: Ctx; input: ListRatingsInput }): Promise<Rating[]> {
  requirePermission(ctx, "rating.list");
  const { customerId } = ListRatingsInput.parse(input);
  const w = ctx.workspace.id;
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ rating: ratings, memberName: members.displayName })
      .from(ratings)
      .leftJoin(members, and(eq(members.workspaceId, w), eq(members.id, ratings.memberId)))
      .where(and(eq(ratings.workspaceId, w), eq(ratings.customerId, customerId)))
      .orderBy(desc(ratings.askedAt))
      .limit(maxRatings),
  );
  return Ratings.parse(
    rows.map(({ rating, memberName }) => ({
      id: toPublicId("rating", rating.id),
      conversationId: toPublicId("conversation", rating.conversationId),
      askedAt: rating.askedAt.toISOString(),
      score: rating.score,
      ratedAt: rating.ratedAt?.toISOString() ?? null,
      isChanged: rating.changedAt !== null,
      comment: rating.comment,
      memberName,
    })),
  );
}
