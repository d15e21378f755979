import { and, eq, inArray, isNull } from "drizzle-orm";
import { cannedReplies, type MacroAction, macros, members, tags } from "@/db/schema";
import { answeringRoles } from "@/server/conversations";
import { type Ctx, type MemberRole, type Transaction, toPublicId } from "@/server/kernel";
import { MacroNotFound } from "./errors";
import type { Macro } from "./schemas";

export type MacroRow = typeof macros.$inferSelect;

/** @throws MacroNotFound no such macro in this workspace */
export async function getMacroOrThrow(
  tx: Transaction,
  ctx: Ctx,
  macroId: string,
  options: { isLocked?: boolean } = {},
): Promise<MacroRow> {
  const query = tx
    .select()
    .from(macros)
    .where(and(eq(macros.workspaceId, ctx.workspace.id), eq(macros.id, macroId)));
  const [row] = await (options.isLocked ? query.for("update") : query);
  if (!row) throw new MacroNotFound(toPublicId("macro", macroId));
  return row;
}

type Missing = Macro["missing"][number];
type Named = { step: number; what: Missing["what"]; id: string };

const namedBy = (actions: readonly MacroAction[]): Named[] =>
  actions.flatMap((action, step): Named[] => {
    if (action.kind === "reply" || action.kind === "draft")
      return [{ step, what: "cannedReply", id: action.cannedReplyId }];
    if (action.kind === "tag") return [{ step, what: "tag", id: action.tagId }];
    if (action.kind === "assign" && action.memberId) return [{ step, what: "member", id: action.memberId }];
    return [];
  });

/** For each macro, its steps that name what is no longer there, or a member who answers no more. */
export async function findMissing(
  tx: Transaction,
  ctx: Ctx,
  lists: readonly (readonly MacroAction[])[],
): Promise<Missing[][]> {
  const named = lists.map(namedBy);
  const idsOf = (what: Missing["what"]) => [
    ...new Set(named.flat().flatMap((one) => (one.what === what ? [one.id] : []))),
  ];
  const w = ctx.workspace.id;
  const [tagIds, memberIds, replyIds] = [idsOf("tag"), idsOf("member"), idsOf("cannedReply")];
  const there = new Set<string>();
  if (tagIds.length > 0) {
    const rows = await tx
      .select({ id: tags.id })
      .from(tags)
      .where(and(eq(tags.workspaceId, w), inArray(tags.id, tagIds)));
    for (const { id } of rows) there.add(id);
  }
  if (memberIds.length > 0) {
    const rows = await tx
      .select({ id: members.id })
      .from(members)
      .where(
        and(
          eq(members.workspaceId, w),
          inArray(members.id, memberIds),
          isNull(members.removedAt),
          inArray(members.role, answeringRoles as MemberRole[]),
        ),
      );
    for (const { id } of rows) there.add(id);
  }
  if (replyIds.length > 0) {
    const rows = await tx
      .select({ id: cannedReplies.id })
      .from(cannedReplies)
      .where(and(eq(cannedReplies.workspaceId, w), inArray(cannedReplies.id, replyIds)));
    for (const { id } of rows) there.add(id);
  }
  return named.map((list) =>
    list.filter(({ id }) => !there.has(id)).map(({ step, what }) => ({ step, what })),
  );
}

/** As it travels. */
export function toMacro({ id, name, actions }: MacroRow, missing: Missing[]): Macro {
  return { id: toPublicId("macro", id), name, actions: actions.map(toPublicAction), missing };
}

function toPublicAction(action: MacroAction): Macro["actions"][number] {
  if (action.kind === "reply" || action.kind === "draft")
    return { ...action, cannedReplyId: toPublicId("cannedReply", action.cannedReplyId) };
  if (action.kind === "tag") return { ...action, tagId: toPublicId("tag", action.tagId) };
  if (action.kind === "assign" && action.memberId)
    return { ...action, memberId: toPublicId("member", action.memberId) };
  return action;
}
