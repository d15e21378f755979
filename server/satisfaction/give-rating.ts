import { and, eq } from "drizzle-orm";
import { addresses, conversations, customers, messages, ratings } from "@/db/schema";
import { acknowledgeCallback } from "@/server/channels";
import { queueChange, queueMessage } from "@/server/deliveries";
import {
  type Ctx,
  emit,
  inWorkspace,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { notify } from "@/server/notifications";
import { decideTap, emojiOf, lowScore, pressData, scoreEmoji } from "./rules";
import { ratingText } from "./texts";

export type RatingRow = typeof ratings.$inferSelect;
type Tap = { channelId: string; chatId: string; ratingId: string; callbackId: string };

/**
 * A customer has pressed one of the five. Stored once, however often the platform tells it; changed once within a day,
 * also when the conversation was opened again meanwhile: it is what they think of it. A button of another chat, or of a
 * question that is no more, does nothing. Returns what became of it.
 */
export async function giveRating({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: Tap & { score: number };
}): Promise<"new" | "changed" | "same" | "kept" | "late" | "foreign"> {
  requirePermission(ctx, "rating.give");
  const { score } = input;
  const done = await inWorkspace(ctx, async (tx) => {
    const rating = await lockOwn(tx, ctx, input);
    if (!rating) return { outcome: "foreign" as const, language: ctx.workspace.defaultLanguage };
    const now = ctx.clock.now();
    const outcome = decideTap(rating, score, now);
    if (outcome === "new" || outcome === "changed") {
      const [after] = await tx
        .update(ratings)
        .set(outcome === "new" ? { score, ratedAt: now } : { score, changedAt: now })
        .where(and(eq(ratings.workspaceId, ctx.workspace.id), eq(ratings.id, rating.id)))
        .returning();
      await showThanks(tx, ctx, after!);
      if (score <= lowScore) await tellLow(tx, ctx, after!);
      await emit(tx, ctx, "rating/given", { aggregateId: rating.id });
      await emit(tx, ctx, "conversation/rated", { aggregateId: rating.conversationId });
    }
    return { outcome, language: rating.language };
  });
  const { workspace } = ctx;
  const said = done.outcome === "new" ? undefined : ratingText(done.language, done.outcome);
  void acknowledgeCallback({ workspaceId: workspace.id, channelId: input.channelId }, input.callbackId, said);
  return done.outcome;
}

/** The customer wants to add something: what comes within the hour is it. Pressed again, the hour begins anew. */
export async function inviteComment({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: Tap;
}): Promise<"invited" | "foreign"> {
  requirePermission(ctx, "rating.give");
  const { outcome, language } = await inWorkspace(ctx, async (tx) => {
    const rating = await lockOwn(tx, ctx, input);
    const { language = ctx.workspace.defaultLanguage } = rating ?? {};
    if (!rating || rating.score === null || rating.comment !== null)
      return { outcome: "foreign" as const, language };
    const isFirst = rating.invitedAt === null;
    await tx
      .update(ratings)
      .set({ invitedAt: ctx.clock.now() })
      .where(and(eq(ratings.workspaceId, ctx.workspace.id), eq(ratings.id, rating.id)));
    if (isFirst) await say(tx, ctx, rating, ratingText(rating.language, "writeComment"));
    return { outcome: "invited" as const, language };
  });
  const place = { workspaceId: ctx.workspace.id, channelId: input.channelId };
  const said = outcome === "foreign" ? ratingText(language, "foreign") : undefined;
  void acknowledgeCallback(place, input.callbackId, said);
  return outcome;
}

/**
 * Keeps the words of a customer who has asked to write them. The same update again changes nothing.
 *
 * @returns false where no comment of this chat is awaited: then it is a message like any other
 */
export async function addComment({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { rating: RatingRow; updateId: number; text: string };
}): Promise<boolean> {
  requirePermission(ctx, "rating.give");
  const { rating, updateId, text } = input;
  return inWorkspace(ctx, async (tx) => {
    await lockConversation(tx, ctx, rating.conversationId);
    const mine = and(eq(ratings.workspaceId, ctx.workspace.id), eq(ratings.id, rating.id));
    const [now] = await tx.select().from(ratings).where(mine).for("update");
    if (!now) return false;
    if (now.commentUpdateId === updateId) return true;
    if (now.comment !== null) return false;
    await tx
      .update(ratings)
      .set({ comment: text, commentedAt: ctx.clock.now(), commentUpdateId: updateId })
      .where(mine);
    await say(tx, ctx, now, ratingText(now.language, "commentThanks"));
    await emit(tx, ctx, "rating/given", { aggregateId: now.id });
    await emit(tx, ctx, "conversation/rated", { aggregateId: now.conversationId });
    return true;
  });
}

/** The rating of a button, where it was pressed in its own chat by somebody who is heard; conversation first, as everywhere. */
async function lockOwn(tx: Transaction, ctx: Ctx, tap: Tap): Promise<RatingRow | null> {
  const w = ctx.workspace.id;
  const [found] = await tx
    .select({ conversationId: ratings.conversationId, blockedAt: customers.blockedAt })
    .from(ratings)
    .innerJoin(addresses, and(eq(addresses.workspaceId, w), eq(addresses.id, ratings.addressId)))
    .innerJoin(customers, and(eq(customers.workspaceId, w), eq(customers.id, ratings.customerId)))
    .where(
      and(
        eq(ratings.workspaceId, w),
        eq(ratings.id, tap.ratingId),
        eq(ratings.channelId, tap.channelId),
        eq(addresses.chatId, tap.chatId),
      ),
    );
  if (!found || found.blockedAt !== null) return null;
  await lockConversation(tx, ctx, found.conversationId);
  const [row] = await tx
    .select()
    .from(ratings)
    .where(and(eq(ratings.workspaceId, w), eq(ratings.id, tap.ratingId)))
    .for("update");
  return row ?? null;
}

async function lockConversation(tx: Transaction, ctx: Ctx, conversationId: string): Promise<void> {
  await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)))
    .for("no key update");
}

/**
 * The question becomes a thank-you: the five stay for as long as it may be changed, and below them the invitation until
 * it has been followed.
 */
async function showThanks(tx: Transaction, ctx: Ctx, rating: RatingRow): Promise<void> {
  if (!rating.messageId || rating.score === null) return;
  const { language, id } = rating;
  const five = scoreEmoji.map((label, index) => ({ label, data: pressData(index + 1, id) }));
  const invitation = [{ label: ratingText(language, "commentButton"), data: pressData("c", id) }];
  const rows = [...(rating.changedAt ? [] : [five]), ...(rating.comment === null ? [invitation] : [])];
  await tx
    .update(messages)
    .set({ payload: { buttons: rows } })
    .where(and(eq(messages.workspaceId, ctx.workspace.id), eq(messages.id, rating.messageId)));
  await queueChange(tx, ctx, {
    ...{ conversationId: rating.conversationId, messageId: rating.messageId },
    ...{ addressId: rating.addressId, channelId: rating.channelId },
    action: "edit",
    text: ratingText(language, "thanks", { emoji: emojiOf(rating.score) }),
  });
}

async function say(tx: Transaction, ctx: Ctx, rating: RatingRow, text: string): Promise<void> {
  const { conversationId, addressId, channelId } = rating;
  await queueMessage(tx, ctx, {
    ...{ conversationId, addressId, channelId, text },
    author: "system",
    purpose: "service",
    isAside: true,
  });
}

/** Those who lead, and whoever had the conversation. */
async function tellLow(tx: Transaction, ctx: Ctx, rating: RatingRow): Promise<void> {
  const [customer] = await tx
    .select({ name: customers.displayName })
    .from(customers)
    .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, rating.customerId)));
  await notify(tx, ctx, {
    kind: "rating-low",
    key: `rating-low ${rating.id} ${rating.score}`,
    who: "leads",
    ...(rating.memberId ? { memberIds: [rating.memberId] } : {}),
    subject: { kind: "conversation", id: rating.conversationId },
    params: { customer: customer?.name ?? "", rating: rating.score ?? 0 },
    href: `conversations?status=closed&c=${toPublicId("conversation", rating.conversationId)}`,
  });
}
