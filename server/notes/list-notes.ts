import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { conversations, notes } from "@/db/schema";
import { ConversationNotFound } from "@/server/conversations";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { toNotes } from "./internal";
import { ListNotesInput, type Note, noteLimit } from "./schemas";

/**
 * The notes about this conversation's customer, whichever conversation they were left in, oldest first.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 */
export async function listNotes({ ctx, input }: { ctx: Ctx; input: ListNotesInput }): Promise<Note[]> {
  requirePermission(ctx, "note.list");
  const { conversationId } = ListNotesInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const [conversation] = await tx
      .select({ customerId: conversations.customerId })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)));
    if (!conversation) throw new ConversationNotFound(toPublicId("conversation", conversationId));
    const rows = await tx
      .select()
      .from(notes)
      .where(
        and(
          eq(notes.workspaceId, ctx.workspace.id),
          eq(notes.customerId, conversation.customerId),
          isNull(notes.deletedAt),
        ),
      )
      .orderBy(sql`${desc(notes.createdAt)} nulls last`)
      .limit(noteLimit);
    return toNotes(tx, ctx, rows.reverse());
  });
}
