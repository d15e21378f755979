import { and, eq, inArray, isNull } from "drizzle-orm";
import { customers, members, noteMentions, notes } from "@/db/schema";
import { type Ctx, type MemberRole, type Transaction, toPublicId } from "@/server/kernel";
import { notify, withdrawNotifications } from "@/server/notifications";
import { MentionInvalid, NoteNotFound } from "./errors";
import { mayDelete } from "./rules";
import type { Note } from "./schemas";

export type NoteRow = typeof notes.$inferSelect;

/** The acting member; policy lets nobody else reach the verbs that ask. */
export function actingMember(ctx: Ctx): { memberId: string; role: MemberRole; name: string } {
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} writes no notes.`);
  return { memberId: ctx.actor.memberId, role: ctx.actor.role, name: ctx.actor.displayName };
}

/** @throws NoteNotFound no such note, or one that this member may not change so */
export async function lockOwnNoteOrThrow(
  tx: Transaction,
  ctx: Ctx,
  noteId: string,
  deed: "edit" | "delete",
): Promise<NoteRow> {
  const [row] = await tx
    .select()
    .from(notes)
    .where(and(eq(notes.workspaceId, ctx.workspace.id), eq(notes.id, noteId)))
    .for("update");
  const { memberId, role } = actingMember(ctx);
  const isOwn = row?.memberId === memberId;
  if (!row || !(deed === "edit" ? isOwn && !row.deletedAt : mayDelete({ isOwn, role })))
    throw new NoteNotFound(toPublicId("note", noteId));
  return row;
}

/** Roles that answer customers: those who are asked to look at something must be able to. */
const callable: MemberRole[] = ["owner", "admin", "supervisor", "support"];

/** What a note's mentions are told under. */
export const mentionKey = (noteId: string): string => `mentioned ${noteId}`;

/**
 * Makes the note call these members and no others, and tells them; who had been called before is not told again, and
 * who is called no more has nothing to read.
 *
 * @throws MentionInvalid one of them is not of the team, or only reads
 */
export async function writeMentions(
  tx: Transaction,
  ctx: Ctx,
  note: NoteRow,
  memberIds: readonly string[],
): Promise<void> {
  const noteId = note.id;
  const key = mentionKey(noteId);
  const wanted = [...new Set(memberIds)];
  if (wanted.length > 0) {
    const found = await tx.$count(
      members,
      and(
        eq(members.workspaceId, ctx.workspace.id),
        inArray(members.id, wanted),
        inArray(members.role, callable),
        isNull(members.removedAt),
      ),
    );
    if (found < wanted.length) throw new MentionInvalid();
  }
  const ofNote = and(eq(noteMentions.workspaceId, ctx.workspace.id), eq(noteMentions.noteId, noteId));
  const before = await tx.select({ memberId: noteMentions.memberId }).from(noteMentions).where(ofNote);
  const gone = before.map(({ memberId }) => memberId).filter((id) => !wanted.includes(id));
  if (gone.length > 0) {
    await tx.delete(noteMentions).where(and(ofNote, inArray(noteMentions.memberId, gone)));
    await withdrawNotifications(tx, ctx, { key, memberIds: gone });
  }
  if (wanted.length === 0) return;
  await tx
    .insert(noteMentions)
    .values(wanted.map((memberId) => ({ workspaceId: ctx.workspace.id, memberId, noteId })))
    .onConflictDoNothing();
  await withdrawNotifications(tx, ctx, { key, memberIds: wanted, isBack: true });
  const [customer] = await tx
    .select({ name: customers.displayName })
    .from(customers)
    .where(and(eq(customers.workspaceId, ctx.workspace.id), eq(customers.id, note.customerId)));
  await notify(tx, ctx, {
    kind: "mentioned",
    key,
    memberIds: wanted,
    params: { customer: customer?.name ?? "", by: actingMember(ctx).name, text: note.text },
    subject: { kind: "conversation", id: note.conversationId },
    href: `conversations?c=${toPublicId("conversation", note.conversationId)}`,
  });
}

/** Notes as they are shown, with names; in the order of the rows. */
export async function toNotes(tx: Transaction, ctx: Ctx, rows: readonly NoteRow[]): Promise<Note[]> {
  if (rows.length === 0) return [];
  const calls = await tx
    .select({ noteId: noteMentions.noteId, memberId: noteMentions.memberId })
    .from(noteMentions)
    .where(
      and(
        eq(noteMentions.workspaceId, ctx.workspace.id),
        inArray(
          noteMentions.noteId,
          rows.map(({ id }) => id),
        ),
      ),
    );
  const named = await tx
    .select({ id: members.id, name: members.displayName })
    .from(members)
    .where(
      and(
        eq(members.workspaceId, ctx.workspace.id),
        inArray(members.id, [
          ...new Set([...rows.map(({ memberId }) => memberId), ...calls.map(({ memberId }) => memberId)]),
        ]),
      ),
    );
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const ref = (id: string) => ({ id: toPublicId("member", id), name: names.get(id) ?? "" });
  return rows.map((row) => ({
    id: toPublicId("note", row.id),
    conversationId: toPublicId("conversation", row.conversationId),
    member: ref(row.memberId),
    text: row.text,
    mentions: calls.filter(({ noteId }) => noteId === row.id).map(({ memberId }) => ref(memberId)),
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
  }));
}
