import { eq, inArray, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { workspaces } from "@/db/schema";
import { createTestDatabase } from "@/db/testing";
import { askAgain, type Db, inTransaction, openDatabase, type Transaction } from "./database";
import { DatabaseAway } from "./errors";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase(inject("adminUrl"));
});

beforeEach(() => {
  db = openDatabase(database.appUrl, { max: 1, name: "kept statements" });
});

afterEach(() => db.$client.end());
afterAll(() => database.drop());

const readKept = async () => {
  const rows = await db.execute<{ statement: string; runs: number }>(sql`
    select statement, (generic_plans + custom_plans)::int as runs from pg_prepared_statements
    where statement <> 'commit'`);
  return [...rows];
};

async function repeat(times: number, work: (turn: number) => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) await work(turn);
}

test("a connection keeps what Drizzle sends often, in a transaction and outside of one", async () => {
  const readOne = (on: Pick<Db, "select">) =>
    on.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, newId()));
  await repeat(9, () => readOne(db));
  expect(await readKept()).toEqual([]);
  await readOne(db);
  await db.transaction(async (tx) => {
    await readOne(tx);
    await repeat(12, (turn) => tx.execute(sql`select ${turn}::text as said`));
  });
  expect(await readKept()).toEqual(
    expect.arrayContaining([
      { statement: `select "id" from "workspaces" where "workspaces"."id" = $1`, runs: 2 },
      { statement: "select $1::text as said", runs: 3 },
    ]),
  );
});

test("it keeps no statement of many parameters, which is one of many shapes, and none without any", async () => {
  const ids = Array.from({ length: 61 }, () => newId());
  await repeat(12, async () => {
    expect(await db.select().from(workspaces).where(inArray(workspaces.id, ids))).toEqual([]);
    expect(await db.execute(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });
  expect(await readKept()).toEqual([]);
});

test("it keeps two hundred, however many shapes are sent", async () => {
  await repeat(220, (shape) =>
    repeat(10, () => db.execute(sql`select ${"x"}::text as ${sql.identifier(`shape${shape}`)}`)),
  );
  expect(await readKept()).toHaveLength(200);
  expect(await db.execute(sql`select ${"x"}::text as one_more`)).toEqual([{ one_more: "x" }]);
});

describe("a session that is ended", () => {
  const endSession = (on: Pick<Db, "execute">) =>
    on.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
  const mark = (tx: Transaction, said: string) => tx.execute(sql`select pg_notify('marks', ${said})`);

  test("within a transaction: its work is done once more, in another session", async () => {
    const marks: string[] = [];
    const listener = await db.$client.listen("marks", (said) => void marks.push(said));
    const sessions: number[] = [];
    const told = await inTransaction(db, async (tx) => {
      const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      sessions.push(row!.pid);
      await mark(tx, `run ${sessions.length}`);
      if (sessions.length < 3) await endSession(tx);
      return "told";
    });
    expect(told).toBe("told");
    expect(new Set(sessions).size).toBe(3);
    await vi.waitFor(() => expect(marks).toEqual(["run 3"]));
    await listener.unlisten();
  });

  test("each time: after four the database is away", async () => {
    let runs = 0;
    const failing = inTransaction(db, async (tx) => {
      runs += 1;
      await endSession(tx);
    });
    await expect(failing).rejects.toThrow(DatabaseAway);
    expect(runs).toBe(4);
  });

  test("while it is committed: nobody knows whether it was, so that only what reads is done again", async () => {
    let runs = 0;
    const endOnce = async (tx: Transaction) => {
      runs += 1;
      if (runs === 1) endSession(tx).catch(() => {});
      return runs;
    };
    await expect(inTransaction(db, endOnce)).rejects.toThrow(DatabaseAway);
    expect(runs).toBe(1);
    runs = 0;
    expect(await inTransaction(db, endOnce, { reads: true })).toBe(2);
  });

  test("of a transaction within another: what nobody knows of the inner one is not done again by the outer", async () => {
    const other = openDatabase(database.appUrl, { max: 1, name: "within" });
    let runs = 0;
    const outer = inTransaction(db, () => {
      runs += 1;
      return inTransaction(other, async (tx) => {
        endSession(tx).catch(() => {});
      });
    });
    await expect(outer).rejects.toThrow(DatabaseAway);
    expect(runs).toBe(1);
    await other.$client.end();
  });

  test("under what only asks: it is asked again; a refusal is not", async () => {
    const asked: string[] = [];
    const ask = (text: string, isEnding: boolean) =>
      askAgain(async () => {
        asked.push(text);
        if (isEnding && asked.length === 1) await endSession(db);
        return db.execute(sql.raw(text));
      });
    expect([...(await ask("select 7 as n", true))]).toEqual([{ n: 7 }]);
    await expect(ask("select nothing_such", false)).rejects.toThrow();
    expect(asked).toEqual(["select 7 as n", "select 7 as n", "select nothing_such"]);
  });
});
