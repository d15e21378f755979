import { and, eq } from "drizzle-orm";
import { notes } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { lockOwnNoteOrThrow, toNotes, writeMentions } from "./internal";
import { EditNoteInput, type Note } from "./schemas";

/**
 * Changes what one has written; whoever is called anew is told, whoever is called no more is not.
 *
 * @throws NoteNotFound   no such note of one's own
 * @throws MentionInvalid somebody is called who is not of the team
 */
export async function editNote({ ctx, input }: { ctx: Ctx; input: EditNoteInput }): Promise<Note> {
  requirePermission(ctx, "note.change");
  const { noteId, text, mentions } = EditNoteInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockOwnNoteOrThrow(tx, ctx, noteId, "edit");
    const [after] = await tx
      .update(notes)
      .set({ text, editedAt: ctx.clock.now() })
      .where(and(eq(notes.workspaceId, ctx.workspace.id), eq(notes.id, noteId)))
      .returning();
    if (!after) throw new Error(`Note ${noteId} went away under its lock.`);
    await writeMentions(tx, ctx, after, mentions);
    await recordAudit(tx, ctx, { action: "note.edit", entity: noteId, before, after });
    await emit(tx, ctx, "note/edited", { aggregateId: after.conversationId });
    const [note] = await toNotes(tx, ctx, [after]);
    return note!;
  });
}
