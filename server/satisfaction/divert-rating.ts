import { and, desc, eq, gte } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { addresses, customers, ratings } from "@/db/schema";
import { isObject, type Json } from "@/lib/json-fields";
import { storableText } from "@/lib/text/storable";
import { type Ctx, getRuntime, inWorkspace, openSystemContext } from "@/server/kernel";
import { addComment, giveRating, inviteComment, type RatingRow } from "./give-rating";
import { commentMs, readPress } from "./rules";

type Place = { workspaceId: string; channelId: string };

/** Whether a bot awaits a comment of anybody is asked so often at most: a message costs no look of its own. */
const lookEveryMs = 1_000;

/**
 * Takes what belongs to a rating out of the intake: a press on one of its buttons, and the text that was announced as its
 * comment. Neither opens a conversation or reaches the agent.
 *
 * @returns false where it is a customer's message like any other; then nothing was kept
 */
export async function divertRating(place: Place, update: Json): Promise<boolean> {
  const tap = readTap(update);
  if (tap) {
    const ctx = await openContext(place);
    const input = { ...tap, channelId: place.channelId };
    if (tap.score === null) {
      const outcome = await inviteComment({ ctx, input });
      // Known here at once; another process looks again within a second.
      if (outcome === "invited") awaiting().set(place.channelId, true);
    } else await giveRating({ ctx, input: { ...input, score: tap.score } });
    return true;
  }
  const said = readText(update);
  if (!said || !(await isAnyAwaited(place))) return false;
  const ctx = await openContext(place);
  const rating = await findAwaited(ctx, place, said);
  return rating !== null && addComment({ ctx, input: { rating, ...said } });
}

const openContext = (place: Place): Promise<Ctx> =>
  openSystemContext(place.workspaceId, { kind: "webhook", channelId: place.channelId });

const awaiting = (): LRUCache<string, boolean> =>
  getRuntime().keep("satisfaction/awaited", () => new LRUCache({ max: 20_000, ttl: lookEveryMs }));

async function isAnyAwaited(place: Place): Promise<boolean> {
  const known = awaiting().get(place.channelId);
  if (known !== undefined) return known;
  const ctx = await openContext(place);
  const [one] = await inWorkspace(ctx, (tx) =>
    tx.select({ id: ratings.id }).from(ratings).where(invitedLately(ctx, place)).limit(1),
  );
  awaiting().set(place.channelId, one !== undefined);
  return one !== undefined;
}

const invitedLately = (ctx: Ctx, { channelId }: Place) =>
  and(
    eq(ratings.workspaceId, ctx.workspace.id),
    eq(ratings.channelId, channelId),
    gte(ratings.invitedAt, new Date(ctx.clock.now().getTime() - commentMs)),
  );

/** The rating that this chat was to comment on; one whose comment this very update was counts, too. */
async function findAwaited(
  ctx: Ctx,
  place: Place,
  { chatId, updateId }: { chatId: string; updateId: number },
): Promise<RatingRow | null> {
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ rating: ratings, blockedAt: customers.blockedAt })
      .from(ratings)
      .innerJoin(
        addresses,
        and(eq(addresses.workspaceId, ctx.workspace.id), eq(addresses.id, ratings.addressId)),
      )
      .innerJoin(
        customers,
        and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, ratings.customerId)),
      )
      .where(and(invitedLately(ctx, place), eq(addresses.chatId, chatId)))
      .orderBy(desc(ratings.invitedAt)),
  );
  const found = rows.find(
    ({ rating, blockedAt }) =>
      blockedAt === null && (rating.comment === null || rating.commentUpdateId === updateId),
  );
  return found?.rating ?? null;
}

function readTap(update: Json) {
  const { callback_query: query } = update;
  if (!isObject(query) || typeof query.data !== "string" || typeof query.id !== "string") return null;
  const press = readPress(query.data);
  if (!press || !isObject(query.message) || !isObject(query.message.chat)) return null;
  const { chat } = query.message;
  if (chat.type !== "private" || typeof chat.id !== "number") return null;
  return { ...press, chatId: String(chat.id), callbackId: query.id };
}

/** A plain text in a private chat; a command is none. */
function readText(update: Json) {
  const { message, update_id: updateId } = update;
  if (!isObject(message) || !isObject(message.chat) || message.chat.type !== "private") return null;
  if (typeof message.text !== "string" || typeof message.chat.id !== "number") return null;
  const text = storableText(message.text).trim();
  if (text === "" || text.startsWith("/") || typeof updateId !== "number") return null;
  return { chatId: String(message.chat.id), updateId, text };
}
