import { sql } from "drizzle-orm";
import type { Ctx } from "./context";
import { inTransaction, type Transaction, type TransactionOptions } from "./database";
import { getRuntime } from "./runtime";
import { takeWakes } from "./wakes";

/**
 * Opens a transaction in the context's workspace: the only way from a domain to a workspace table. Joins
 * `ctx.db` when the caller has one open. Loops that the work has asked for are woken after the commit.
 *
 * @param options `reads`: nothing is changed, which the database sees to; what is lost at the very end is asked again
 */
export async function inWorkspace<T>(
  ctx: { workspace: Pick<Ctx["workspace"], "id">; db?: Transaction },
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  if (ctx.db) return work(ctx.db);
  return openIn("app.workspace_id", ctx.workspace.id, work, options);
}

/** The same for a person's own rows (sessions, profile). */
export function inPerson<T>(
  personId: string,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return openIn("app.person_id", personId, work, options);
}

/** The same for what an operator of the platform sees and adds (the platform's audit). */
export function inOperator<T>(operatorId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return openIn("app.operator_id", operatorId, work, {});
}

const readOnly = sql`, set_config('transaction_read_only', 'on', true)`;

async function openIn<T>(
  setting: string,
  id: string,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const runtime = getRuntime();
  let wakes: ReadonlySet<string> = new Set();
  const run = async (tx: Transaction) => {
    // Its moment, for what the database itself keeps by the clock. Sent before whatever the work asks, and carried out
    // before it: what is sent over a connection keeps its order, so that nobody has to wait in between.
    const opened = tx
      .execute(sql`select set_config(${setting}, ${id}, true),
        set_config('app.now', ${runtime.clock.now().toISOString()}, true)${options.reads ? readOnly : sql``}`)
      .execute();
    // Told below; until then nothing that the work asks for is carried out either.
    opened.catch(() => undefined);
    const value = await work(tx);
    await opened;
    wakes = takeWakes(tx);
    return value;
  };
  const result = await inTransaction(runtime.app, run, options);
  for (const loop of wakes) runtime.wake(loop);
  return result;
}
