import { eq, inArray, sql } from "drizzle-orm";
import { v7 as newId } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { workspaces } from "@/db/schema";
import { createTestDatabase } from "@/db/testing";
import { type Db, openDatabase } from "./database";

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
