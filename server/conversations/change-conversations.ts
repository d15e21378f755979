import { and, eq, inArray } from "drizzle-orm";
import { conversations, conversationTags } from "@/db/schema";
import {
  type Ctx,
  DomainError,
  inWorkspace,
  PermissionDenied,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { assignConversation } from "./assign-conversation";
import { closeConversation } from "./close-conversation";
import type { ConversationRow } from "./internal";
import { lockConversations } from "./lock-conversations";
import { markSpam } from "./mark-spam";
import { prioritiseConversation } from "./prioritise-conversation";
import { releaseToAgent } from "./release-to-agent";
import { reopenConversation } from "./reopen-conversation";
import { toUndo } from "./rules";
import { ChangeConversationsInput, type ChangedConversations, type ConversationChange } from "./schemas";
import { snoozeConversation } from "./snooze-conversation";
import { tagConversation } from "./tag-conversation";

/**
 * Does one thing to each of up to a hundred conversations, in one transaction, by the verb of each: who may not is
 * refused altogether, and a conversation whose state does not allow its change is left as it is and named with the
 * reason. Each done change comes with the one that takes it back. One change alone throws its refusal.
 *
 * @throws PermissionDenied the actor may not do one of the things
 */
export async function changeConversations({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ChangeConversationsInput;
}): Promise<ChangedConversations> {
  requirePermission(ctx, "conversation.assign");
  const { changes } = ChangeConversationsInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await readLocked(tx, ctx, [
      ...new Set(changes.map(({ conversationId }) => conversationId)),
    ]);
    const done: ChangedConversations["done"] = [];
    const refused: ChangedConversations["refused"] = [];
    for (const { conversationId, change } of changes) {
      const publicId = toPublicId("conversation", conversationId);
      try {
        await applyChange({ ...ctx, db: tx }, conversationId, change);
        const row = before.get(conversationId);
        done.push({ conversationId: publicId, undo: row ? toPublicUndo(toUndo(row, change)) : null });
      } catch (error) {
        // A rule said no before anything was written; what the database refuses ends the transaction.
        if (!(error instanceof DomainError) || error instanceof PermissionDenied || changes.length === 1)
          throw error;
        refused.push({ conversationId: publicId, code: error.code });
      }
    }
    return { done, refused };
  });
}

type Applied = ReturnType<typeof ChangeConversationsInput.parse>["changes"][number]["change"];

/** Does one change by its own verb, in the caller's transaction. */
export async function applyChange(ctx: Ctx, conversationId: string, change: Applied): Promise<void> {
  switch (change.kind) {
    case "assign":
      await assignConversation({ ctx, input: { conversationId, memberId: change.memberId } });
      return;
    case "prioritise":
      await prioritiseConversation({ ctx, input: { conversationId, priority: change.priority } });
      return;
    case "snooze":
      await snoozeConversation({ ctx, input: { conversationId, until: change.until } });
      return;
    case "tag":
      await tagConversation({ ctx, input: { conversationId, tagId: change.tagId, isOn: change.isOn } });
      return;
    case "spam":
      await markSpam({ ctx, input: { conversationId, isSpam: change.isSpam } });
      return;
    case "close":
      await closeConversation({ ctx, input: { conversationId, lastSeenSeq: change.lastSeenSeq } });
      return;
    case "reopen":
      await reopenConversation({ ctx, input: { conversationId, status: change.status, isUndo: true } });
      return;
    case "release":
      await releaseToAgent({ ctx, input: { conversationId } });
      return;
  }
}

/** The rows as they stand, locked in the order in which intake locks them. */
async function readLocked(
  tx: Transaction,
  ctx: Ctx,
  ids: string[],
): Promise<Map<string, ConversationRow & { tagIds: string[] }>> {
  await lockConversations(tx, ctx, inArray(conversations.id, ids));
  const rows = await tx
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, ctx.workspace.id), inArray(conversations.id, ids)));
  const tagged = await tx
    .select({ conversationId: conversationTags.conversationId, tagId: conversationTags.tagId })
    .from(conversationTags)
    .where(
      and(
        eq(conversationTags.workspaceId, ctx.workspace.id),
        inArray(
          conversationTags.conversationId,
          rows.map(({ id }) => id),
        ),
      ),
    );
  return new Map(
    rows.map((row) => [
      row.id,
      { ...row, tagIds: tagged.filter((one) => one.conversationId === row.id).map(({ tagId }) => tagId) },
    ]),
  );
}

function toPublicUndo(undo: ReturnType<typeof toUndo>): ConversationChange | null {
  if (undo?.kind === "assign" && undo.memberId)
    return { ...undo, memberId: toPublicId("member", undo.memberId) };
  if (undo?.kind === "tag") return { ...undo, tagId: toPublicId("tag", undo.tagId) };
  return undo;
}
