import { and, desc, eq } from "drizzle-orm";
import { addresses, channels, conversations, customers, ratings } from "@/db/schema";
import { queueMessage } from "@/server/deliveries";
import {
  type Ctx,
  type EventRule,
  emit,
  inWorkspace,
  type LaterHandler,
  newId,
  openSystemContext,
  requirePermission,
  type Transaction,
} from "@/server/kernel";
import { pressData, scoreEmoji, whyNotAsk } from "./rules";
import { readRow } from "./satisfaction-settings";
import { ratingText } from "./texts";

export const askJob = "satisfaction/ask";
/** A close can be undone; nobody is asked about what was not closed. */
const breathMs = 30_000;

/** Whoever closes it, a member or the agent after a day of silence: the end of a conversation is one. */
export const satisfactionRules: readonly EventRule[] = [
  {
    events: ["conversation/closed"],
    jobs: ({ aggregateId, occurredAt }) => [
      { kind: askJob, subject: aggregateId, dueAt: new Date(occurredAt.getTime() + breathMs) },
    ],
  },
];

/**
 * Asks the customer of a closed conversation how it was, in their language, by five buttons. Once a conversation, not
 * more than once in the workspace's pause a customer, and not where nobody has answered, or nobody wants to hear from us.
 * Safe to run twice.
 */
export const askForRating: LaterHandler = async ({ workspaceId, subject }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: askJob });
  requirePermission(ctx, "rating.ask");
  await inWorkspace(ctx, (tx) => ask(tx, ctx, subject));
  return undefined;
};

async function ask(tx: Transaction, ctx: Ctx, conversationId: string): Promise<void> {
  const settings = await readRow(tx, ctx);
  if (!settings?.isOn) return;
  const w = ctx.workspace.id;
  const [found] = await tx
    .select({ conversation: conversations, customer: customers, address: addresses, bot: channels.state })
    .from(conversations)
    .innerJoin(customers, and(eq(customers.workspaceId, w), eq(customers.id, conversations.customerId)))
    .innerJoin(addresses, and(eq(addresses.workspaceId, w), eq(addresses.id, conversations.addressId)))
    .innerJoin(channels, and(eq(channels.workspaceId, w), eq(channels.id, conversations.channelId)))
    .where(and(eq(conversations.workspaceId, w), eq(conversations.id, conversationId)))
    .for("no key update", { of: [conversations, customers] });
  if (found?.bot !== "active" || settings.silentChannels.includes(found.conversation.channelId)) return;
  const { conversation, customer, address } = found;
  const [last] = await tx
    .select({ askedAt: ratings.askedAt })
    .from(ratings)
    .where(and(eq(ratings.workspaceId, w), eq(ratings.customerId, customer.id)))
    .orderBy(desc(ratings.askedAt))
    .limit(1);
  const now = ctx.clock.now();
  const why = whyNotAsk(
    {
      status: conversation.status,
      isSpam: conversation.spamAt !== null,
      isBlocked: customer.blockedAt !== null,
      isOptedOut: customer.optedOutAt !== null,
      isReachable: address.isReachable,
      isAnswered: conversation.firstResponseAt !== null,
      lastAskedAt: last?.askedAt ?? null,
    },
    settings.pauseDays,
    now,
  );
  if (why !== null) return;
  const ratingId = newId();
  const messageId = newId();
  const language = conversation.language ?? ctx.workspace.defaultLanguage;
  const asked = await tx
    .insert(ratings)
    .values({
      ...{ workspaceId: w, id: ratingId, conversationId, messageId, language, askedAt: now },
      ...{ channelId: conversation.channelId, customerId: customer.id, addressId: address.id },
      memberId: conversation.memberMessageCount > 0 ? conversation.assignedMemberId : null,
    })
    .onConflictDoNothing()
    .returning({ id: ratings.id });
  if (asked.length === 0) return;
  const buttons = scoreEmoji.map((label, index) => ({ label, data: pressData(index + 1, ratingId) }));
  await queueMessage(tx, ctx, {
    ...{ conversationId, messageId, addressId: address.id, channelId: conversation.channelId },
    author: "system",
    text: ratingText(language, "question", { shop: ctx.workspace.name }),
    payload: { buttons: [buttons] },
    purpose: "service",
    isAside: true,
  });
  await emit(tx, ctx, "rating/asked", { aggregateId: ratingId });
}
