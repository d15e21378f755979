import { and, eq } from "drizzle-orm";
import { tags } from "@/db/schema";
import { foldText } from "@/lib/text/fold";
import { type Ctx, databaseErrorCode, type Transaction, toPublicId } from "@/server/kernel";
import { TagNameTaken, TagNotFound } from "./errors";
import type { Tag } from "./schemas";

export type TagRow = typeof tags.$inferSelect;

/** @throws TagNotFound no such tag in this workspace */
export async function getTagOrThrow(tx: Transaction, ctx: Ctx, tagId: string): Promise<TagRow> {
  const [row] = await tx
    .select()
    .from(tags)
    .where(and(eq(tags.workspaceId, ctx.workspace.id), eq(tags.id, tagId)));
  if (!row) throw new TagNotFound(toPublicId("tag", tagId));
  return row;
}

/** What two tags may not have in common. */
export const toNameKey = (name: string): string => foldText(name).replace(/\s+/g, " ").trim();

/** A second tag of the same name is told as such. */
export function asNameTaken(error: unknown, name: string): never {
  if (databaseErrorCode(error) === "23505") throw new TagNameTaken({ name });
  throw error;
}

export const toTag = ({ id, name, colour }: TagRow): Tag => ({ id: toPublicId("tag", id), name, colour });
