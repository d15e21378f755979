import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { embeds } from "@/db/schema";
import { requireFeature } from "@/server/flags";
import {
  type Ctx,
  getRuntime,
  inWorkspace,
  newId,
  PermissionDenied,
  randomToken,
  recordAudit,
  requirePermission,
} from "@/server/kernel";
import { EmbedsFull } from "./errors";
import { hashToken, toEmbed } from "./internal";
import { maxEmbeds } from "./rules";
import { CreateEmbedInput, type NewEmbed } from "./schemas";

/**
 * Makes a link that shows some figures to whoever has it, framed by the named sites. The link is told this once: of its
 * token only a hash is kept.
 *
 * @throws FeatureOff an operator has switched embeds off
 * @throws EmbedsFull the workspace shows as many as it may
 */
export async function createEmbed({ ctx, input }: { ctx: Ctx; input: CreateEmbedInput }): Promise<NewEmbed> {
  requirePermission(ctx, "embed.create");
  if (ctx.actor.kind !== "member") throw new PermissionDenied("embed.create");
  await requireFeature("embeds", ctx);
  const { lastsDays, widgets, origins, title, days } = CreateEmbedInput.parse(input);
  const createdBy = ctx.actor.memberId;
  const token = randomToken();
  const now = ctx.clock.now();

  return inWorkspace(ctx, async (tx) => {
    const workspaceId = ctx.workspace.id;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`embeds ${workspaceId}`}, 0))`);
    const live = await tx.$count(
      embeds,
      and(eq(embeds.workspaceId, workspaceId), isNull(embeds.revokedAt), gt(embeds.expiresAt, now)),
    );
    if (live >= maxEmbeds) throw new EmbedsFull({ limit: maxEmbeds });
    const [row] = await tx
      .insert(embeds)
      .values({
        workspaceId,
        id: newId(),
        title,
        widgets: [...new Set(widgets)],
        days,
        origins: [...new Set(origins)],
        tokenHash: hashToken(token),
        createdBy,
        createdAt: now,
        expiresAt: new Date(now.getTime() + lastsDays * 86_400_000),
      })
      .returning();
    const { tokenHash: _secret, ...told } = row!;
    await recordAudit(tx, ctx, { action: "embed.create", entity: row!.id, after: told });
    return { embed: toEmbed(row!, now), url: `${getRuntime().env.origin}/embed/${token}` };
  });
}
