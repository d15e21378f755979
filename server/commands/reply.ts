import { createHash } from "node:crypto";
import { and, eq, lte, sql } from "drizzle-orm";
import { conversations, customers, memberPrompts, messages } from "@/db/schema";
import { ConversationChanged, replyToConversation } from "@/server/conversations";
import { type Ctx, inWorkspace, toPublicId } from "@/server/kernel";
import { ask, type MemberChat, say, tell } from "./chat";
import { fromShortId, shortIdLength, toShortId } from "./rules";

/** The id of a reply that a command makes: the same command again is the same message. */
function messageIdOf(chat: MemberChat, updateId: number): string {
  const hex = createHash("sha256").update(`${chat.channelId} ${updateId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function findConversation(ctx: Ctx, conversationId: string) {
  const w = ctx.workspace.id;
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({
        id: conversations.id,
        name: customers.displayName,
        draft: conversations.suggestedReply,
        lastSeq: conversations.lastSeq,
      })
      .from(conversations)
      .innerJoin(customers, and(eq(customers.workspaceId, w), eq(customers.id, conversations.customerId)))
      .where(and(eq(conversations.workspaceId, w), eq(conversations.id, conversationId))),
  );
  return row ?? null;
}

/** What the button under a draft carries: the conversation, and a mark of the words that stood above it. */
export const draftArgument = (conversationId: string, draft: string): string =>
  `${toShortId(conversationId)}${createHash("sha256").update(draft).digest("base64url").slice(0, 6)}`;

/** Sends the agent's draft as the member's words: the one that the member has seen, and no newer one. */
export async function sendDraft(chat: MemberChat, argument: string, updateId: number): Promise<void> {
  const short = argument.slice(0, shortIdLength);
  const found = await findConversation(chat.ctx, fromShortId(short) ?? short);
  if (!found?.draft) return tell(chat, say(chat, "reply.noDraft"));
  if (draftArgument(found.id, found.draft) !== argument)
    return tell(chat, say(chat, "reply.draftChanged", { name: found.name }));
  await send(chat, {
    conversationId: found.id,
    name: found.name,
    text: found.draft,
    lastSeenSeq: found.lastSeq,
    updateId,
  });
}

/** Asks for the words; the answer to the question is sent. */
export async function askForWords(chat: MemberChat, short: string): Promise<void> {
  const found = await findConversation(chat.ctx, fromShortId(short) ?? short);
  if (!found) return tell(chat, say(chat, "reply.gone"));
  const providerMessageId = await ask(
    chat,
    say(chat, "reply.ask", { name: found.name }),
    say(chat, "reply.placeholder", { name: found.name }),
  );
  const { ctx, link, channelId } = chat;
  await inWorkspace(ctx, (tx) =>
    tx
      .insert(memberPrompts)
      .values({
        workspaceId: ctx.workspace.id,
        channelId,
        telegramUserId: link.telegramUserId,
        providerMessageId,
        conversationId: found.id,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing(),
  );
}

/** The answer to a question of ours goes to the customer, unless somebody answered since it was asked. */
export async function sendWords(
  chat: MemberChat,
  answered: { providerMessageId: string; text: string; updateId: number },
): Promise<void> {
  const { ctx, link, channelId } = chat;
  const mine = and(
    eq(memberPrompts.workspaceId, ctx.workspace.id),
    eq(memberPrompts.channelId, channelId),
    eq(memberPrompts.telegramUserId, link.telegramUserId),
    eq(memberPrompts.providerMessageId, answered.providerMessageId),
  );
  const [prompt] = await inWorkspace(ctx, (tx) => tx.select().from(memberPrompts).where(mine));
  const found = prompt && (await findConversation(ctx, prompt.conversationId));
  if (!found) return tell(chat, say(chat, "reply.gone"));
  const lastSeenSeq = await seenBy(ctx, found.id, prompt.createdAt);
  await send(chat, {
    ...{ conversationId: found.id, name: found.name, text: answered.text, lastSeenSeq },
    updateId: answered.updateId,
  });
  await inWorkspace(ctx, (tx) => tx.delete(memberPrompts).where(mine));
}

async function seenBy(ctx: Ctx, conversationId: string, at: Date): Promise<number> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ seq: sql<number>`coalesce(max(${messages.seq}), 0)::int` })
      .from(messages)
      .where(
        and(
          eq(messages.workspaceId, ctx.workspace.id),
          eq(messages.conversationId, conversationId),
          lte(messages.createdAt, at),
        ),
      ),
  );
  return row?.seq ?? 0;
}

async function send(
  chat: MemberChat,
  reply: { conversationId: string; name: string; text: string; lastSeenSeq: number; updateId: number },
): Promise<void> {
  try {
    await replyToConversation({
      ctx: chat.ctx,
      input: {
        conversationId: toPublicId("conversation", reply.conversationId),
        messageId: toPublicId("message", messageIdOf(chat, reply.updateId)),
        text: reply.text,
        lastSeenSeq: reply.lastSeenSeq,
      },
    });
    await tell(chat, say(chat, "reply.sent", { name: reply.name }));
  } catch (error) {
    if (!(error instanceof ConversationChanged)) throw error;
    await tell(chat, say(chat, "reply.answeredMeanwhile", { name: reply.name }));
  }
}
