import { and, eq } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import {
  type Ctx,
  databaseErrorCode,
  emit,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
} from "@/server/kernel";
import { ShortcutInvalid, ShortcutTaken, TooManyReplies, VariableUnknown } from "./errors";
import { lockReplyOrThrow, toCannedReply } from "./internal";
import { toShortcut, unknownVariable, variables } from "./rules";
import { type CannedReply, maxReplies, SaveReplyInput } from "./schemas";

/**
 * Keeps a text that the team writes often, changes one that is kept, or takes one back that was deleted.
 *
 * @throws CannedReplyNotFound no such reply in this workspace
 * @throws ShortcutInvalid     nothing of the shortcut can be typed
 * @throws ShortcutTaken       another reply is found by it
 * @throws VariableUnknown     the text holds a variable that does not exist
 * @throws TooManyReplies      the workspace has five hundred
 */
export async function saveReply({ ctx, input }: { ctx: Ctx; input: SaveReplyInput }): Promise<CannedReply> {
  requirePermission(ctx, "cannedReply.manage");
  const { cannedReplyId, restoredId, text, ...rest } = SaveReplyInput.parse(input);
  const shortcut = toShortcut(rest.shortcut);
  if (!shortcut) throw new ShortcutInvalid();
  const variable = unknownVariable(text);
  if (variable !== null) throw new VariableUnknown({ variable, known: variables });
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} keeps no replies.`);
  const { memberId } = ctx.actor;
  const now = ctx.clock.now();

  return inWorkspace(ctx, async (tx) => {
    const before = cannedReplyId ? await lockReplyOrThrow(tx, ctx, cannedReplyId) : undefined;
    const here = eq(cannedReplies.workspaceId, ctx.workspace.id);
    if (!before && (await tx.$count(cannedReplies, here)) >= maxReplies)
      throw new TooManyReplies({ max: maxReplies });
    const writing = before
      ? tx
          .update(cannedReplies)
          .set({ shortcut, text, updatedAt: now })
          .where(and(here, eq(cannedReplies.id, before.id)))
          .returning()
      : tx
          .insert(cannedReplies)
          .values({
            workspaceId: ctx.workspace.id,
            id: restoredId ?? newId(),
            shortcut,
            text,
            memberId,
            createdAt: now,
            updatedAt: now,
          })
          .returning();
    const [after] = await writing.catch((error: unknown) => {
      if (databaseErrorCode(error) === "23505") throw new ShortcutTaken({ shortcut });
      throw error;
    });
    if (!after) throw new Error("A reply just written is not there.");
    await recordAudit(tx, ctx, { action: "cannedReply.save", entity: after.id, before, after });
    await emit(tx, ctx, "cannedReply/saved", { aggregateId: after.id });
    return toCannedReply(after);
  });
}
