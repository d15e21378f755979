import { and, eq } from "drizzle-orm";
import { conversations } from "@/db/schema";
import { ConversationNotFound } from "@/server/conversations";
import { type Ctx, inWorkspace, requirePermission, sendPassingHint, toPublicId } from "@/server/kernel";
import { toPresenceTopic } from "./rules";
import { TellPresenceInput, type ToldPresence } from "./schemas";

/**
 * Tells the colleagues who have the inbox open that a member looks at a conversation, types in it, or has left it. Goes
 * to the live streams and nowhere else: no row, no audit, no event. Who does not say so again is forgotten by the
 * browsers that heard it.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 */
export async function tellPresence({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: TellPresenceInput;
}): Promise<ToldPresence> {
  requirePermission(ctx, "presence.tell");
  const { conversationId, state } = TellPresenceInput.parse(input);
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} is nowhere.`);
  const { memberId } = ctx.actor;
  const [found] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId))),
  );
  if (!found) throw new ConversationNotFound(toPublicId("conversation", conversationId));
  await sendPassingHint({
    workspaceId: ctx.workspace.id,
    topic: toPresenceTopic(state, toPublicId("member", memberId)),
    id: conversationId,
    version: 0,
  });
  return { conversationId: toPublicId("conversation", conversationId), state };
}
