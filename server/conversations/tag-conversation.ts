import { and, eq } from "drizzle-orm";
import { conversationTags } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { getTagOrThrow } from "@/server/tags";
import { TooManyTags } from "./errors";
import { lockConversationOrThrow, toConversationState, writeMove } from "./internal";
import { type ConversationState, maxTagsEach, TagConversationInput } from "./schemas";

/**
 * Puts a tag on the conversation or takes it off. What is so already is no change.
 *
 * @throws ConversationNotFound, TagNotFound not of this workspace
 * @throws TooManyTags                       it has twenty
 */
export async function tagConversation({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: TagConversationInput;
}): Promise<ConversationState> {
  requirePermission(ctx, "conversation.tag");
  const { conversationId, tagId, isOn } = TagConversationInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    // Its lock holds the count of tags still.
    const before = await lockConversationOrThrow(tx, ctx, conversationId);
    const tag = await getTagOrThrow(tx, ctx, tagId);
    const own = and(
      eq(conversationTags.workspaceId, ctx.workspace.id),
      eq(conversationTags.conversationId, conversationId),
    );
    const carried = await tx.select({ tagId: conversationTags.tagId }).from(conversationTags).where(own);
    if (carried.some((one) => one.tagId === tagId) === isOn) return toConversationState(tx, before);
    // Before anything is written: a change of many goes on after a refusal.
    if (isOn && carried.length >= maxTagsEach) throw new TooManyTags({ max: maxTagsEach });
    if (isOn)
      await tx
        .insert(conversationTags)
        .values({ workspaceId: ctx.workspace.id, conversationId, tagId, createdAt: ctx.clock.now() });
    else await tx.delete(conversationTags).where(and(own, eq(conversationTags.tagId, tagId)));
    const after = await writeMove(tx, before, {});
    await recordAudit(tx, ctx, {
      action: isOn ? "conversation.tag" : "conversation.untag",
      entity: conversationId,
      after: { tagId, tag: tag.name },
    });
    await emit(tx, ctx, "conversation/tagged", { aggregateId: conversationId, version: after.version });
    return toConversationState(tx, after);
  });
}
