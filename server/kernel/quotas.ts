import { and, eq, isNull, ne } from "drizzle-orm";
import { channels, members, workspaces } from "@/db/schema";
import type { Ctx } from "./context";
import type { Transaction } from "./database";
import { QuotaReached, WorkspaceNotFound } from "./errors";

/**
 * Before one more of them is added, in the transaction that adds it: holds the workspace's row, so that two who add at
 * once are counted one after the other.
 *
 * @throws QuotaReached as many stand as an operator of the platform allows
 */
export async function requireRoom(
  tx: Transaction,
  ctx: Pick<Ctx, "workspace">,
  quota: "members" | "bots",
): Promise<void> {
  const w = ctx.workspace.id;
  const [row] = await tx
    .select({ members: workspaces.memberQuota, bots: workspaces.botQuota })
    .from(workspaces)
    .where(eq(workspaces.id, w))
    .for("no key update");
  if (!row) throw new WorkspaceNotFound();
  const limit = row[quota];
  if (limit === null) return;
  const count =
    quota === "members"
      ? await tx.$count(members, and(eq(members.workspaceId, w), isNull(members.removedAt)))
      : await tx.$count(channels, and(eq(channels.workspaceId, w), ne(channels.state, "deleted")));
  if (count >= limit) throw new QuotaReached(quota, limit);
}
