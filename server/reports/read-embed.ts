import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { embeds, workspaces } from "@/db/schema";
import { isFeatureOn } from "@/server/flags";
import { getOpenFigures, type OpenFigures } from "@/server/insight";
import { type Ctx, inWorkspace, lookUp, openSystemContext, requirePermission } from "@/server/kernel";
import { hashToken } from "./internal";
import { type EmbedState, type EmbedWidget, embedState } from "./rules";

/** What a link leads to: which sites may frame it in any case, and what it shows while it lives. */
export type ReadEmbed = { origins: string[] } & (
  | { state: Exclude<EmbedState, "live"> }
  | {
      state: "live";
      title: string;
      widgets: EmbedWidget[];
      days: number;
      timeZone: string;
      figures: OpenFigures;
    }
);

/** Its last use is noted so often: a page that is open all day writes no row a minute. */
const noteEveryMs = 60_000;

/** What the link with this token shows; null where there is no such link. */
export async function readEmbed(token: string): Promise<ReadEmbed | null> {
  const [found] = await lookUp<{ workspace_id: string | null; embed_id: string | null }>(
    sql`select workspace_id, embed_id from resolve_embed(${hashToken(token)})`,
  );
  if (!found?.workspace_id || !found.embed_id) return null;
  const ctx = await openSystemContext(found.workspace_id, { kind: "system", name: "embed" });
  return show(ctx, found.embed_id);
}

async function show(ctx: Ctx, embedId: string): Promise<ReadEmbed | null> {
  requirePermission(ctx, "embed.read");
  const now = ctx.clock.now();
  const isOff = !(await isFeatureOn("embeds", ctx));
  const mine = and(eq(embeds.workspaceId, ctx.workspace.id), eq(embeds.id, embedId));
  const row = await inWorkspace(ctx, async (tx) => {
    const [found] = await tx
      .select({
        embed: embeds,
        endedAt: sql<Date | null>`coalesce(${workspaces.deletedAt}, ${workspaces.suspendedAt})`.mapWith(
          workspaces.deletedAt,
        ),
      })
      .from(embeds)
      .innerJoin(workspaces, eq(workspaces.id, embeds.workspaceId))
      .where(mine);
    if (!found) return null;
    // Of a deleted or suspended workspace, or where embeds are switched off, nothing is shown; when that ends, it shows
    // again what it did.
    const endedAt = found.endedAt ?? (isOff ? now : null);
    const embed = { ...found.embed, revokedAt: found.embed.revokedAt ?? endedAt };
    if (embedState(embed, now) !== "live") return embed;
    const noted = new Date(now.getTime() - noteEveryMs);
    await tx
      .update(embeds)
      .set({ lastUsedAt: now })
      .where(and(mine, or(isNull(embeds.lastUsedAt), lt(embeds.lastUsedAt, noted))));
    return embed;
  });
  if (!row) return null;
  const state = embedState(row, now);
  if (state !== "live") return { state, origins: row.origins };
  const days = row.days === 90 ? 90 : row.days === 30 ? 30 : 7;
  return {
    state,
    origins: row.origins,
    title: row.title,
    widgets: row.widgets as EmbedWidget[],
    days,
    timeZone: ctx.workspace.timeZone,
    figures: await getOpenFigures({ ctx, input: { days } }),
  };
}
