import { eq, sql } from "drizzle-orm";
import { uploads } from "@/db/schema";
import type { Ctx, Transaction } from "@/server/kernel";

/** The bytes that a workspace's members have brought and not sent. */
export async function waitingBytes(tx: Transaction, ctx: Ctx): Promise<number> {
  const [row] = await tx
    .select({ bytes: sql<string>`coalesce(sum(${uploads.sizeBytes}), 0)` })
    .from(uploads)
    .where(eq(uploads.workspaceId, ctx.workspace.id));
  return Number(row!.bytes);
}
