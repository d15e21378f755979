import { and, eq } from "drizzle-orm";
import { notes } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { withdrawNotifications } from "@/server/notifications";
import { lockOwnNoteOrThrow, mentionKey, toNotes } from "./internal";
import { DeleteNoteInput, type Note } from "./schemas";

/**
 * Takes a note out of the thread, or puts it back. Its row stays for the audit.
 *
 * @throws NoteNotFound no such note, or a colleague's that only those who lead may delete
 */
export async function deleteNote({ ctx, input }: { ctx: Ctx; input: DeleteNoteInput }): Promise<Note> {
  requirePermission(ctx, "note.change");
  const { noteId, isDeleted } = DeleteNoteInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockOwnNoteOrThrow(tx, ctx, noteId, "delete");
    const deletedAt = isDeleted ? (before.deletedAt ?? ctx.clock.now()) : null;
    const [after] = await tx
      .update(notes)
      .set({ deletedAt })
      .where(and(eq(notes.workspaceId, ctx.workspace.id), eq(notes.id, noteId)))
      .returning();
    if (!after) throw new Error(`Note ${noteId} went away under its lock.`);
    await withdrawNotifications(tx, ctx, { key: mentionKey(noteId), isBack: !isDeleted });
    await recordAudit(tx, ctx, {
      action: isDeleted ? "note.delete" : "note.restore",
      entity: noteId,
      before: { deletedAt: before.deletedAt },
      after: { deletedAt },
    });
    await emit(tx, ctx, isDeleted ? "note/deleted" : "note/added", { aggregateId: after.conversationId });
    const [note] = await toNotes(tx, ctx, [after]);
    return note!;
  });
}
