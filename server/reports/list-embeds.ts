import { desc, eq } from "drizzle-orm";
import { embeds } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { toEmbed } from "./internal";
import type { Embed } from "./schemas";

const mostShown = 200;

/** What is and was shown outside, the newest first. */
export async function listEmbeds({ ctx }: { ctx: Ctx }): Promise<Embed[]> {
  requirePermission(ctx, "embed.list");
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(embeds)
      .where(eq(embeds.workspaceId, ctx.workspace.id))
      .orderBy(desc(embeds.createdAt), desc(embeds.id))
      .limit(mostShown),
  );
  const now = ctx.clock.now();
  return rows.map((row) => toEmbed(row, now));
}
