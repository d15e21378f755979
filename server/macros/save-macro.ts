import { and, eq } from "drizzle-orm";
import { macros } from "@/db/schema";
import { foldText } from "@/lib/text/fold";
import {
  type Ctx,
  databaseErrorCode,
  emit,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
} from "@/server/kernel";
import { MacroBroken, MacroInvalid, MacroNameTaken, TooManyMacros } from "./errors";
import { findMissing, getMacroOrThrow, toMacro } from "./internal";
import { inOrder, maxMacros, whyNotTogether } from "./rules";
import { type Macro, SaveMacroInput } from "./schemas";

/**
 * Keeps steps that the team does together often, or changes what is kept. They are kept in the order in which they are
 * done: said first, ended last.
 *
 * @throws MacroNotFound  no such macro in this workspace
 * @throws MacroInvalid   the steps do not go together, or a member is to be named and is not
 * @throws MacroBroken    a step names a tag, a member or a canned reply that is not there
 * @throws MacroNameTaken another macro has the name
 * @throws TooManyMacros  the workspace has a hundred
 */
export async function saveMacro({ ctx, input }: { ctx: Ctx; input: SaveMacroInput }): Promise<Macro> {
  requirePermission(ctx, "macro.manage");
  const { macroId, name, actions: given } = SaveMacroInput.parse(input);
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} keeps no macros.`);
  const { memberId } = ctx.actor;
  const why = whyNotTogether(given);
  if (why) throw new MacroInvalid({ why });
  if (
    given.some((action) => action.kind === "assign" && (action.to === "member") !== Boolean(action.memberId))
  )
    throw new MacroInvalid({ why: "memberMissing" });
  const actions = inOrder(given);
  const nameKey = foldText(name).replace(/\s+/g, " ");
  const now = ctx.clock.now();

  return inWorkspace(ctx, async (tx) => {
    const before = macroId ? await getMacroOrThrow(tx, ctx, macroId, { isLocked: true }) : undefined;
    const [missing = []] = await findMissing(tx, ctx, [actions]);
    if (missing.length > 0) throw new MacroBroken({ missing });
    const here = eq(macros.workspaceId, ctx.workspace.id);
    if (!before && (await tx.$count(macros, here)) >= maxMacros) throw new TooManyMacros({ max: maxMacros });
    const writing = before
      ? tx
          .update(macros)
          .set({ name, nameKey, actions, updatedAt: now })
          .where(and(here, eq(macros.id, before.id)))
          .returning()
      : tx
          .insert(macros)
          .values({
            workspaceId: ctx.workspace.id,
            id: newId(),
            name,
            nameKey,
            actions,
            memberId,
            createdAt: now,
            updatedAt: now,
          })
          .returning();
    const [after] = await writing.catch((error: unknown) => {
      if (databaseErrorCode(error) === "23505") throw new MacroNameTaken({ name });
      throw error;
    });
    if (!after) throw new Error("A macro just written is not there.");
    await recordAudit(tx, ctx, {
      action: "macro.save",
      entity: after.id,
      before: toTold(before),
      after: toTold(after),
    });
    await emit(tx, ctx, "macro/saved", { aggregateId: after.id });
    return toMacro(after, []);
  });
}

/** What the audit keeps: the name and the kinds of steps, no text. */
const toTold = (row: typeof macros.$inferSelect | undefined) =>
  row && { name: row.name, steps: row.actions.map(({ kind }) => kind).join(" ") };
