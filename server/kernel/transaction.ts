import { sql } from "drizzle-orm";
import type { Ctx } from "./context";
import { inTransaction, type Transaction } from "./database";
import { getRuntime } from "./runtime";
import { takeWakes } from "./wakes";

/**
 * Opens a transaction in the context's workspace: the only way from a domain to a workspace table. Joins
 * `ctx.db` when the caller has one open. Loops that the work has asked for are woken after the commit.
 */
export async function inWorkspace<T>(
  ctx: { workspace: Pick<Ctx["workspace"], "id">; db?: Transaction },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if (ctx.db) return work(ctx.db);
  return openIn("app.workspace_id", ctx.workspace.id, work);
}

/** The same for a person's own rows (sessions, profile). */
export function inPerson<T>(personId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return openIn("app.person_id", personId, work);
}

/** The same for what an operator of the platform sees and adds (the platform's audit). */
export function inOperator<T>(operatorId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return openIn("app.operator_id", operatorId, work);
}

async function openIn<T>(setting: string, id: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const runtime = getRuntime();
  let wakes: ReadonlySet<string> = new Set();
  const result = await inTransaction(runtime.app, async (tx) => {
    // Its moment, for what the database itself keeps by the clock. Sent before whatever the work asks, and carried out
    // before it: what is sent over a connection keeps its order, so that nobody has to wait in between.
    const opened = tx
      .execute(sql`select set_config(${setting}, ${id}, true),
        set_config('app.now', ${runtime.clock.now().toISOString()}, true)`)
      .execute();
    // Told below; until then nothing that the work asks for is carried out either.
    opened.catch(() => undefined);
    const value = await work(tx);
    await opened;
    wakes = takeWakes(tx);
    return value;
  });
  for (const loop of wakes) runtime.wake(loop);
  return result;
}
