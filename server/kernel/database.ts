import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { DatabaseAway, isDatabaseAway, isDeadlock, isSessionLost } from "./errors";

/** Without Drizzle's relational queries, of which each transaction would make an object for every table. */
export type Db = PostgresJsDatabase & { $client: postgres.Sql };
export type Transaction = Parameters<Parameters<Db["transaction"]>[0]>[0];

export function openDatabase(url: string, options: { max: number; name: string }): Db {
  const client = postgres(url, {
    max: options.max,
    connection: { application_name: options.name, TimeZone: "UTC" },
    idle_timeout: 0,
    connect_timeout: 5,
    max_lifetime: null,
    // Array columns are read and written by Drizzle. The driver's own look at the array types of a new connection is
    // awaited by nobody: cut in its midst, it is a rejection that nobody can catch.
    fetch_types: false,
    onnotice: () => {},
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1),
  });
  return drizzle(withKeptStatements(client, new KeptStatements()));
}

/** A longer statement is one of many shapes (rows of an import). */
const maxKeptParameters = 60;
/** So often a text is sent before connections keep it: what is asked for once a day is not worth their memory. */
const keptFrom = 10;
/** About 60 KB each, in each connection, for as long as it lives. */
const maxKept = 200;
const maxCounted = 2_000;

/** Which statements the connections of one pool keep: the first ones that turn out to be sent often. */
class KeptStatements {
  readonly #kept = new Set<string>();
  readonly #times = new Map<string, number>();

  /** Whether this sending of it is of one that is kept. */
  count(text: string): boolean {
    if (this.#kept.has(text)) return true;
    if (this.#kept.size === maxKept) return false;
    const times = (this.#times.get(text) ?? 0) + 1;
    if (times === keptFrom) {
      this.#times.delete(text);
      this.#kept.add(text);
      return true;
    }
    if (this.#times.size === maxCounted) this.#times.clear();
    this.#times.set(text, times);
    return false;
  }
}

/**
 * Lets each connection keep the statements that Drizzle sends often. Drizzle asks for unprepared ones, which cost a
 * second round trip (postgres.js has the parameters described first), parsing and planning each time, and are never sent
 * one behind the other: half the time of a transaction of small statements, and a third of the server's processor time.
 */
function withKeptStatements<S extends Statements>(client: S, kept: KeptStatements): S {
  const { unsafe } = client;
  client.unsafe = ((text: string, parameters: unknown[] = [], options: object = {}) => {
    const isKept = parameters.length > 0 && parameters.length <= maxKeptParameters && kept.count(text);
    // After the options: Drizzle says with every statement that it is not to be prepared.
    return unsafe(text, parameters as never[], { ...options, prepare: isKept });
  }) as S["unsafe"];
  if ("begin" in client) {
    const begin = client.begin as (...args: unknown[]) => Promise<unknown>;
    client.begin = (...args: unknown[]) => {
      const work = args.pop() as (tx: postgres.TransactionSql) => unknown;
      return begin(...args, (tx: postgres.TransactionSql) => work(withKeptStatements(tx, kept)));
    };
  }
  return client;
}

type Statements = { unsafe: postgres.Sql["unsafe"]; begin?: unknown };

/**
 * Refuses to serve as a role that row security does not bind: a superuser, one with BYPASSRLS, or an owner of tables.
 *
 * @throws Error naming the role and the mend
 */
export async function requireServingRole(db: Db, label: string): Promise<void> {
  const [row] = await db.execute<{ role: string; is_privileged: boolean; owns: boolean }>(sql`
    select current_user as role, rolsuper or rolbypassrls as is_privileged,
      exists (select 1 from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p')) as owns
    from pg_roles where rolname = current_user`);
  if (!row || row.is_privileged || row.owns) {
    throw new Error(
      `${label} would serve as "${row?.role}", a role that row security does not bind. ` +
        "Start with `npm start`, which makes and uses santral_app and santral_worker.",
    );
  }
}

export type TransactionOptions = { reads?: boolean };

/** So often is asked what has left nothing, before its error is told. */
const maxRuns = 4;
/** The others of a pool are often lost at the same moment, and known to be a little later. */
const lostPauseMs = 50;

/**
 * Runs one transaction. What has left nothing in the database is run again, so `work` must be fit to run twice: where its
 * session was lost before it was committed, and where it was chosen to end a deadlock. (Rows are asked for in one order
 * wherever that can be; where it cannot, as for a merge of customers and a batch of their messages, the database ends one
 * of the two.)
 *
 * @param reads nothing is changed: it is run again, too, where its session was lost while it was committed
 * @throws DatabaseAway also when the session was lost while it was committed: nobody knows then whether it was
 */
export function inTransaction<T>(
  db: Db,
  work: (tx: Transaction) => Promise<T>,
  { reads = false }: TransactionOptions = {},
): Promise<T> {
  let isCommitting = false;
  return repeat(
    () => {
      isCommitting = false;
      return db.transaction(async (tx) => {
        const value = await work(tx);
        isCommitting = true;
        return value;
      });
    },
    (error) => isDeadlock(error) || (isSessionLost(error) && (reads || !isCommitting)),
  );
}

/** Asks what changes nothing, outside a transaction: again where its session was lost. @throws DatabaseAway */
export const askAgain = <T>(ask: () => Promise<T>): Promise<T> => repeat(ask, isSessionLost);

async function repeat<T>(run: () => Promise<T>, leavesNothing: (error: unknown) => boolean): Promise<T> {
  for (let runs = 1; ; runs += 1) {
    try {
      return await run();
    } catch (error) {
      // Said by a transaction within: it has been asked often enough, or nobody knows what it left.
      if (error instanceof DatabaseAway) throw error;
      if (runs === maxRuns || !leavesNothing(error)) {
        throw isDatabaseAway(error) ? new DatabaseAway(error) : error;
      }
      if (isSessionLost(error)) await sleep(lostPauseMs * runs);
    }
  }
}
