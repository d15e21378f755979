import { and, eq, ne } from "drizzle-orm";
import { channels, serviceLevels } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, type Transaction, toPublicId } from "@/server/kernel";
import { ServiceLevels } from "./schemas";

/** How soon the workspace means to answer and to close; off and empty before anybody has said. */
export async function getServiceLevels({ ctx }: { ctx: Ctx }): Promise<ServiceLevels> {
  requirePermission(ctx, "serviceLevel.read");
  return inWorkspace(ctx, (tx) => readServiceLevels(tx, ctx));
}

/** The same within a transaction; bots that are gone are left out. */
export async function readServiceLevels(tx: Transaction, ctx: Ctx): Promise<ServiceLevels> {
  const [row] = await tx.select().from(serviceLevels).where(eq(serviceLevels.workspaceId, ctx.workspace.id));
  const { usual = {}, byPriority = {}, byChannel = {} } = row?.targets ?? {};
  const bots = await listBots(tx, ctx);
  return ServiceLevels.parse({
    isOn: row?.isOn ?? false,
    targets: {
      usual,
      byPriority,
      byBot: Object.entries(byChannel)
        .filter(([id]) => bots.has(id))
        .map(([id, targets]) => ({ channelId: toPublicId("channel", id), targets })),
    },
  });
}

/** The ids of the workspace's bots. */
export async function listBots(tx: Transaction, ctx: Ctx): Promise<ReadonlySet<string>> {
  const rows = await tx
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.workspaceId, ctx.workspace.id), ne(channels.state, "deleted")));
  return new Set(rows.map(({ id }) => id));
}
