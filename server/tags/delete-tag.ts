import { and, eq } from "drizzle-orm";
import { tags } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { getTagOrThrow, toTag } from "./internal";
import { type Tag, TagRef } from "./schemas";

/**
 * Deletes a tag and takes it off every conversation.
 *
 * @throws TagNotFound no such tag in this workspace
 */
export async function deleteTag({ ctx, input }: { ctx: Ctx; input: TagRef }): Promise<Tag> {
  requirePermission(ctx, "tag.manage");
  const { tagId } = TagRef.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await getTagOrThrow(tx, ctx, tagId);
    await tx.delete(tags).where(and(eq(tags.workspaceId, ctx.workspace.id), eq(tags.id, tagId)));
    await recordAudit(tx, ctx, {
      action: "tag.delete",
      entity: tagId,
      before: { name: before.name, colour: before.colour },
    });
    await emit(tx, ctx, "tag/deleted", { aggregateId: tagId });
    return toTag(before);
  });
}
