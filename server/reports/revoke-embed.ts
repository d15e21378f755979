import { and, eq, isNull } from "drizzle-orm";
import { embeds } from "@/db/schema";
import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { EmbedNotFound } from "./errors";
import { toEmbed } from "./internal";
import { type Embed, RevokeEmbedInput } from "./schemas";

/**
 * Ends an embed: its link shows nothing from the next look on. Doing it twice changes nothing.
 *
 * @throws EmbedNotFound no such embed in this workspace
 */
export async function revokeEmbed({ ctx, input }: { ctx: Ctx; input: RevokeEmbedInput }): Promise<Embed> {
  requirePermission(ctx, "embed.revoke");
  const { embedId } = RevokeEmbedInput.parse(input);
  const mine = and(eq(embeds.workspaceId, ctx.workspace.id), eq(embeds.id, embedId));
  const now = ctx.clock.now();

  return inWorkspace(ctx, async (tx) => {
    const [before] = await tx.select().from(embeds).where(mine);
    if (!before) throw new EmbedNotFound({ embedId });
    const [after] = await tx
      .update(embeds)
      .set({ revokedAt: now })
      .where(and(mine, isNull(embeds.revokedAt)))
      .returning();
    if (!after) return toEmbed(before, now);
    await recordAudit(tx, ctx, {
      action: "embed.revoke",
      entity: embedId,
      before: { revokedAt: null },
      after: { revokedAt: now },
    });
    return toEmbed(after, now);
  });
}
