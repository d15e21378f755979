import { eq } from "drizzle-orm";
import { tags } from "@/db/schema";
import { type Ctx, emit, inWorkspace, newId, recordAudit, requirePermission } from "@/server/kernel";
import { TagLimitReached } from "./errors";
import { asNameTaken, toNameKey, toTag } from "./internal";
import { CreateTagInput, maxTags, type Tag } from "./schemas";

/**
 * Makes a tag that conversations can be sorted by.
 *
 * @throws TagNameTaken there is one of this name
 * @throws TagLimitReached  the workspace has two hundred
 */
export async function createTag({ ctx, input }: { ctx: Ctx; input: CreateTagInput }): Promise<Tag> {
  requirePermission(ctx, "tag.manage");
  const { name, colour } = CreateTagInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    if ((await tx.$count(tags, eq(tags.workspaceId, ctx.workspace.id))) >= maxTags) {
      throw new TagLimitReached({ max: maxTags });
    }
    const [row] = await tx
      .insert(tags)
      .values({
        workspaceId: ctx.workspace.id,
        id: newId(),
        name,
        nameKey: toNameKey(name),
        colour,
        createdAt: ctx.clock.now(),
      })
      .returning()
      .catch((error: unknown) => asNameTaken(error, name));
    if (!row) throw new Error("A tag just written is not there.");
    await recordAudit(tx, ctx, { action: "tag.create", entity: row.id, after: { name, colour } });
    await emit(tx, ctx, "tag/created", { aggregateId: row.id });
    return toTag(row);
  });
}
