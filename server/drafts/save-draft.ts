import { and, eq } from "drizzle-orm";
import { conversations, replyDrafts } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, sendPassingHint, toPublicId } from "@/server/kernel";
import { ConversationUnknown } from "./errors";
import { actingMemberId, ownDraft } from "./internal";
import { toDraftTopic } from "./rules";
import { SaveDraftInput, type SavedDraft } from "./schemas";

/**
 * Keeps what a member has begun to write, for their other screens and the next day. The last one to write wins, knowingly:
 * a writer who goes on from an older version is told what stands there and may write again. What members draft is nobody
 * else's, so it is in no audit and no event; their own screens are told by a passing hint.
 *
 * @throws ConversationUnknown no such conversation in this workspace
 */
export async function saveDraft({ ctx, input }: { ctx: Ctx; input: SaveDraftInput }): Promise<SavedDraft> {
  requirePermission(ctx, "draft.keep");
  const { conversationId, text, version } = SaveDraftInput.parse(input);
  const memberId = actingMemberId(ctx);
  const now = ctx.clock.now();

  const saved = await inWorkspace(ctx, async (tx): Promise<SavedDraft> => {
    const here = and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId));
    const [conversation] = await tx.select({ id: conversations.id }).from(conversations).where(here);
    if (!conversation) throw new ConversationUnknown(toPublicId("conversation", conversationId));
    // By the clock, so that a version is never met again after the draft was sent and another begun.
    const next = Math.max(now.getTime(), version + 1);
    const own = ownDraft(ctx, conversationId);
    const isGoingOn = and(own, eq(replyDrafts.version, version));
    const written =
      text === ""
        ? await tx.delete(replyDrafts).where(isGoingOn).returning({ version: replyDrafts.version })
        : version === 0
          ? await tx
              .insert(replyDrafts)
              .values({
                workspaceId: ctx.workspace.id,
                memberId,
                conversationId,
                text,
                version: next,
                updatedAt: now,
              })
              .onConflictDoNothing()
              .returning({ version: replyDrafts.version })
          : await tx
              .update(replyDrafts)
              .set({ text, version: next, updatedAt: now })
              .where(isGoingOn)
              .returning({ version: replyDrafts.version });
    if (written.length > 0) return { text, version: text === "" ? 0 : next, isSaved: true };
    const [held] = await tx
      .select({ text: replyDrafts.text, version: replyDrafts.version })
      .from(replyDrafts)
      .where(own);
    if (held) return { ...held, isSaved: false };
    // Nothing there: it was sent or taken away, and nothing is what an empty text asks for.
    return { text: "", version: 0, isSaved: text === "" };
  });
  if (saved.isSaved) await tellScreens(ctx, conversationId, memberId);
  return saved;
}

async function tellScreens(ctx: Ctx, conversationId: string, memberId: string): Promise<void> {
  await sendPassingHint({
    workspaceId: ctx.workspace.id,
    topic: toDraftTopic(toPublicId("member", memberId)),
    id: conversationId,
    version: 0,
  });
}
