import { and, desc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { auditLog, members } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { toMemberRef } from "./internal";
import type { MemberRef, ThreadEvent } from "./schemas";

const eventKinds: Record<string, ThreadEvent["kind"]> = {
  "conversation.takeOver": "taken_over",
  "conversation.release": "released",
  "conversation.close": "closed",
  "conversation.reopen": "reopened",
  "conversation.assign": "assigned",
  "conversation.snooze": "snoozed",
  "conversation.wake": "woken",
  "conversation.markSpam": "marked_spam",
  "conversation.unmarkSpam": "unmarked_spam",
};

/** More than this many moves in one page's span are not told. */
const eventLimit = 100;

/** The audit is the record of who did what when; the thread reads it rather than keep a second one. */
export async function readThreadEvents(
  tx: Transaction,
  ctx: Ctx,
  span: { conversationIds: string[]; from: Date | null; to: Date | null },
): Promise<ThreadEvent[]> {
  const rows = await tx
    .select({
      id: auditLog.id,
      action: auditLog.action,
      conversationId: auditLog.entityId,
      at: auditLog.at,
      actorKind: auditLog.actorKind,
      actorId: auditLog.actorId,
      changes: auditLog.changes,
    })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.workspaceId, ctx.workspace.id),
        inArray(auditLog.entityId, span.conversationIds),
        inArray(auditLog.action, Object.keys(eventKinds)),
        span.from ? gte(auditLog.at, span.from) : undefined,
        span.to ? lte(auditLog.at, span.to) : undefined,
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(eventLimit);
  const told = rows.map(({ actorKind, actorId, changes, action, ...row }) => ({
    ...row,
    kind: eventKinds[action]!,
    memberId: actorKind === "member" ? actorId : null,
    toId: action === "conversation.assign" ? toText(changes.assignedMemberId?.after) : null,
    until: action === "conversation.snooze" ? toText(changes.snoozedUntil?.after) : null,
  }));
  const names = await readNames(
    tx,
    ctx,
    told.flatMap(({ memberId, toId }) => [memberId, toId]),
  );
  return told
    .map(({ memberId, toId, conversationId, at, ...event }) => ({
      id: event.id,
      conversationId: toPublicId("conversation", conversationId),
      kind: event.kind,
      at: at.toISOString(),
      member: (memberId && names.get(memberId)) || null,
      to: (toId && names.get(toId)) || null,
      until: event.until,
    }))
    .reverse();
}

const toText = (value: unknown): string | null => (typeof value === "string" ? value : null);

async function readNames(
  tx: Transaction,
  ctx: Ctx,
  ids: readonly (string | null)[],
): Promise<Map<string, MemberRef>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const rows = await tx
    .select({ id: members.id, name: members.displayName })
    .from(members)
    .where(
      and(
        eq(members.workspaceId, ctx.workspace.id),
        // A malformed id cannot be compared as a UUID, so the text is compared.
        inArray(sql<string>`${members.id}::text`, known),
      ),
    );
  return new Map(
    rows.flatMap((row) => {
      const ref = toMemberRef(row.id, row.name);
      return ref ? [[row.id, ref] as const] : [];
    }),
  );
}
