import { and, eq } from "drizzle-orm";
import { tags } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { asNameTaken, getTagOrThrow, toNameKey, toTag } from "./internal";
import { type Tag, UpdateTagInput } from "./schemas";

/**
 * Renames a tag or gives it another colour; conversations that carry it show it at once.
 *
 * @throws TagNotFound  no such tag in this workspace
 * @throws TagNameTaken another has this name
 */
export async function updateTag({ ctx, input }: { ctx: Ctx; input: UpdateTagInput }): Promise<Tag> {
  requirePermission(ctx, "tag.manage");
  const { tagId, name, colour } = UpdateTagInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await getTagOrThrow(tx, ctx, tagId);
    const changes = { name: name ?? before.name, colour: colour ?? before.colour };
    const [after] = await tx
      .update(tags)
      .set({ ...changes, nameKey: toNameKey(changes.name) })
      .where(and(eq(tags.workspaceId, ctx.workspace.id), eq(tags.id, tagId)))
      .returning()
      .catch((error: unknown) => asNameTaken(error, changes.name));
    if (!after) throw new Error(`Tag ${tagId} went away under its transaction.`);
    await recordAudit(tx, ctx, {
      action: "tag.update",
      entity: tagId,
      before: { name: before.name, colour: before.colour },
      after: changes,
    });
    await emit(tx, ctx, "tag/updated", { aggregateId: tagId });
    return toTag(after);
  });
}
