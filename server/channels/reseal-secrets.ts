import { and, asc, eq, gt, sql } from "drizzle-orm";
import { channels } from "@/db/schema";
import {
  type Ctx,
  getRuntime,
  inWorkspace,
  keyIdOf,
  SecretKeyUnknown,
  type Transaction,
} from "@/server/kernel";
import { openSecret, sealSecret } from "./internal";

/** Rows a transaction: short enough that a bot's own writes hardly wait. */
const batchSize = 50;
const names = ["token", "secret"] as const;

export type Resealed = { resealed: number; unreadable: { channelId: string; error: SecretKeyUnknown }[] };

/**
 * Encrypts the secrets of a workspace's bots anew, those that stand under another key than today's. Each batch is a
 * transaction of its own and says by itself what is left: stopped anywhere, the next call goes on from there. A value
 * whose key is unknown is left as it is and told.
 *
 * @throws Error when a value was altered
 */
export async function resealSecrets(
  ctx: Ctx,
  onBatch: (resealed: number) => void = () => {},
): Promise<Resealed> {
  const done: Resealed = { resealed: 0, unreadable: [] };
  for (let after: string | null = null; ; ) {
    const batch: Batch = await inWorkspace(ctx, (tx) => resealBatch(tx, ctx, after));
    done.resealed += batch.resealed;
    done.unreadable.push(...batch.unreadable);
    onBatch(done.resealed);
    if (!batch.last) return done;
    after = batch.last;
  }
}

/** How many bots of a workspace still have a secret under another key than today's. */
export async function countOldSecrets(ctx: Ctx): Promise<number> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ count: sql<string>`count(*)` })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), isOld())),
  );
  return Number(row?.count ?? 0);
}

/** Null as `last` at the end. */
type Batch = Resealed & { last: string | null };

async function resealBatch(tx: Transaction, ctx: Ctx, after: string | null): Promise<Batch> {
  const done: Resealed = { resealed: 0, unreadable: [] };
  const rows = await tx
    .select()
    .from(channels)
    .where(
      and(eq(channels.workspaceId, ctx.workspace.id), after ? gt(channels.id, after) : undefined, isOld()),
    )
    .orderBy(asc(channels.id))
    .limit(batchSize)
    .for("update");
  for (const row of rows) {
    try {
      const [token, secret] = names.map((name) => {
        const stored = name === "token" ? row.tokenEncrypted : row.secretEncrypted;
        // A disconnected bot has no token any more.
        return stored === "" ? "" : sealSecret(row.id, name, openSecret(row, name));
      });
      await tx
        .update(channels)
        .set({ tokenEncrypted: token!, secretEncrypted: secret! })
        .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, row.id)));
      done.resealed += 1;
    } catch (error) {
      if (!(error instanceof SecretKeyUnknown)) throw error;
      done.unreadable.push({ channelId: row.id, error });
    }
  }
  return { ...done, last: rows.length === batchSize ? rows.at(-1)!.id : null };
}

/** A bot with a value under another key. A workspace has few bots, so each is looked at. */
function isOld() {
  const prefix = `${keyIdOf(getRuntime().env.secret)}.`;
  const old = (column: typeof channels.tokenEncrypted | typeof channels.secretEncrypted) =>
    sql`(${column} <> '' and left(${column}, ${prefix.length}::int) <> ${prefix})`;
  return sql`(${old(channels.tokenEncrypted)} or ${old(channels.secretEncrypted)})`;
}
