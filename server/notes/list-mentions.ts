import { and, desc, eq, isNull } from "drizzle-orm";
import { customers, members, noteMentions, notes } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { actingMember } from "./internal";
import { type Mentions, mentionLimit } from "./schemas";

/** Where colleagues have called the reader, the newest first. */
export async function listMentions({ ctx }: { ctx: Ctx }): Promise<Mentions> {
  requirePermission(ctx, "note.list");
  const { memberId } = actingMember(ctx);
  const workspaceId = ctx.workspace.id;
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({
        note: notes,
        seenAt: noteMentions.seenAt,
        by: members.displayName,
        customerName: customers.displayName,
      })
      .from(noteMentions)
      .innerJoin(notes, and(eq(notes.workspaceId, workspaceId), eq(notes.id, noteMentions.noteId)))
      .innerJoin(members, and(eq(members.workspaceId, workspaceId), eq(members.id, notes.memberId)))
      .innerJoin(customers, and(eq(customers.workspaceId, workspaceId), eq(customers.id, notes.customerId)))
      .where(
        and(
          eq(noteMentions.workspaceId, workspaceId),
          eq(noteMentions.memberId, memberId),
          isNull(notes.deletedAt),
        ),
      )
      .orderBy(desc(noteMentions.noteId))
      .limit(mentionLimit),
  );
  return {
    items: rows.map(({ note, seenAt, by, customerName }) => ({
      noteId: toPublicId("note", note.id),
      conversationId: toPublicId("conversation", note.conversationId),
      customerName,
      by,
      text: note.text,
      at: note.createdAt.toISOString(),
      isSeen: seenAt !== null,
    })),
    unseen: rows.filter(({ seenAt }) => seenAt === null).length,
  };
}
