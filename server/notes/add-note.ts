import { and, eq } from "drizzle-orm";
import { conversations, notes } from "@/db/schema";
import { ConversationNotFound } from "@/server/conversations";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { NoteIdTaken } from "./errors";
import { actingMember, type NoteRow, toNotes, writeMentions } from "./internal";
import { AddNoteInput, type Note } from "./schemas";

/**
 * Leaves a note for the team in a thread; the customer never sees it, and the conversation stays where it is. The same
 * `noteId` again adds nothing and returns the first.
 *
 * @throws ConversationNotFound no such conversation in this workspace
 * @throws MentionInvalid       somebody is called who is not of the team
 * @throws NoteIdTaken          the id is another note's
 */
export async function addNote({ ctx, input }: { ctx: Ctx; input: AddNoteInput }): Promise<Note> {
  requirePermission(ctx, "note.add");
  const { conversationId, noteId, text, mentions } = AddNoteInput.parse(input);
  const { memberId } = actingMember(ctx);

  return inWorkspace(ctx, async (tx) => {
    const [conversation] = await tx
      .select({ customerId: conversations.customerId, version: conversations.version })
      .from(conversations)
      .where(and(eq(conversations.workspaceId, ctx.workspace.id), eq(conversations.id, conversationId)))
      // Held, so that a merge of its customer at this moment comes before the note or takes it along.
      .for("share");
    if (!conversation) throw new ConversationNotFound(toPublicId("conversation", conversationId));
    const { customerId, version } = conversation;
    const row = await insertOnce(tx, {
      workspaceId: ctx.workspace.id,
      id: noteId,
      conversationId,
      customerId,
      memberId,
      text,
      createdAt: ctx.clock.now(),
      editedAt: null,
      deletedAt: null,
    });
    if (row.isNew) {
      await writeMentions(tx, ctx, row.note, mentions);
      await recordAudit(tx, ctx, { action: "note.add", entity: noteId, after: { conversationId, mentions } });
      await emit(tx, ctx, "note/added", { aggregateId: conversationId, version });
    }
    const [note] = await toNotes(tx, ctx, [row.note]);
    return note!;
  });
}

async function insertOnce(tx: Transaction, values: NoteRow): Promise<{ note: NoteRow; isNew: boolean }> {
  const [added] = await tx.insert(notes).values(values).onConflictDoNothing().returning();
  if (added) return { note: added, isNew: true };
  const [held] = await tx
    .select()
    .from(notes)
    .where(and(eq(notes.workspaceId, values.workspaceId), eq(notes.id, values.id)));
  if (held?.memberId !== values.memberId || held.conversationId !== values.conversationId)
    throw new NoteIdTaken();
  return { note: held, isNew: false };
}
