import { and, eq, gte, ne } from "drizzle-orm";
import { channelTroubles } from "@/db/schema";
import { emit, inWorkspace, type LaterHandler, openSystemContext } from "@/server/kernel";
import type { TroubleRow } from "./troubles";

/** The same trouble, come back so soon after it was told, is told again only when it stays. */
const quietMs = 30 * 60_000;

/**
 * The later job `channels/tell-trouble`: tells of a trouble once, and once that it is over, to those who heard of it.
 * What ended before this ran is told to nobody.
 */
export const tellTrouble: LaterHandler = async ({ workspaceId, subject: id }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "channels" });
  return inWorkspace(ctx, async (tx) => {
    const mine = and(eq(channelTroubles.workspaceId, workspaceId), eq(channelTroubles.id, id));
    const [row] = await tx.select().from(channelTroubles).where(mine).for("update");
    if (!row) return undefined;
    const now = ctx.clock.now();
    if (row.toldAt === null && row.endedAt === null) {
      const quietUntil = new Date(row.beganAt.getTime() + quietMs);
      if (now < quietUntil && (await wasToldLately(row))) return { againAt: quietUntil };
      await tx.update(channelTroubles).set({ toldAt: now }).where(mine);
      await emit(tx, ctx, "channel/troubled", { aggregateId: id });
    } else if (row.toldAt && row.endedAt && row.toldOverAt === null && row.endedBy !== "other") {
      await tx.update(channelTroubles).set({ toldOverAt: now }).where(mine);
      await emit(tx, ctx, "channel/recovered", { aggregateId: id });
    }
    return undefined;

    async function wasToldLately({ channelId, code, beganAt }: TroubleRow): Promise<boolean> {
      const since = new Date(beganAt.getTime() - quietMs);
      const told = await tx
        .select({ id: channelTroubles.id })
        .from(channelTroubles)
        .where(
          and(
            eq(channelTroubles.workspaceId, workspaceId),
            eq(channelTroubles.channelId, channelId),
            eq(channelTroubles.code, code),
            eq(channelTroubles.endedBy, "itself"),
            ne(channelTroubles.id, id),
            gte(channelTroubles.toldAt, since),
          ),
        )
        .limit(1);
      return told.length > 0;
    }
  });
};
