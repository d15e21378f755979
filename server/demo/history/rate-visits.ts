import { and, asc, eq, gte, isNotNull, lt } from "drizzle-orm";
import { addresses, conversations } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { importRatings, type PastRating } from "@/server/satisfaction";
import { createRandom, type Random } from "../random";
import { ratingWords } from "./rating-words";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const pauseMs = 30 * dayMs;
/** Of those who are asked, so many answer; of those, so many write something. */
const answerShare = 0.38;
const commentShare = 0.16;
/** The last of what importing writes about a rating, after the question. */
const wholeMs = 10 * minuteMs;

/** How often each score comes, the worst first, by how the conversation ended. */
const weights = {
  confirmed: [1, 1, 4, 30, 64],
  assumed: [2, 4, 14, 42, 38],
  member: [5, 8, 17, 38, 32],
  reopened: [20, 25, 30, 15, 10],
} as const;

/**
 * What the customers of closed conversations said of them, the same for the same history.
 *
 * @returns the moment after the last rating; null where nobody was asked
 */
export async function rateVisits(given: {
  ctx: Ctx;
  from: Date;
  to: Date;
  made: Date;
}): Promise<Date | null> {
  const { ctx, from, to, made } = given;
  const w = ctx.workspace.id;
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ conversation: conversations, chatId: addresses.chatId })
      .from(conversations)
      .innerJoin(addresses, and(eq(addresses.workspaceId, w), eq(addresses.id, conversations.addressId)))
      .where(
        and(
          eq(conversations.workspaceId, w),
          eq(conversations.status, "closed"),
          isNotNull(conversations.firstResponseAt),
          gte(conversations.createdAt, from),
          lt(conversations.createdAt, to),
        ),
      )
      .orderBy(asc(conversations.createdAt), asc(addresses.chatId)),
  );
  const lastAsked = new Map<string, number>();
  const ratings = rows.flatMap(({ conversation, chatId }): PastRating[] => {
    const { id, closedAt, customerId } = conversation;
    if (!closedAt || closedAt.getTime() + wholeMs >= made.getTime()) return [];
    const askedAt = new Date(closedAt.getTime() + minuteMs / 2);
    if (askedAt.getTime() - (lastAsked.get(customerId) ?? 0) < pauseMs) return [];
    lastAsked.set(customerId, askedAt.getTime());
    const random = createRandom(Number(chatId) + Math.floor(conversation.createdAt.getTime() / 1_000));
    return [{ conversationId: id, askedAt, ...answer(random, conversation) }];
  });
  if (ratings.length === 0) return null;
  await importRatings({ ctx, ratings });
  return new Date(Math.max(...ratings.map(({ askedAt }) => askedAt.getTime())) + wholeMs);
}

function answer(random: Random, conversation: typeof conversations.$inferSelect) {
  if (!random.chance(answerShare)) return { score: null, comment: null };
  const { resolution, reopenedAt, memberMessageCount, language } = conversation;
  const ended = reopenedAt ? "reopened" : memberMessageCount > 0 ? "member" : (resolution ?? "assumed");
  const score = random.weigh(weights[ended]) + 1;
  const words = ratingWords[language as keyof typeof ratingWords] ?? ratingWords.tr;
  const comment = random.chance(commentShare)
    ? random.pick(words[score <= 2 ? "bad" : score === 3 ? "fair" : "good"])
    : null;
  return { score, comment };
}
