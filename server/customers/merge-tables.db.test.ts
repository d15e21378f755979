import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { useTestRuntime } from "@/server/testing";
import { movedTables } from "./merge-parts";

const test_ = useTestRuntime();

/** What a merge does with them is told where it does it: answers to fields are learnt one by one. */
const treatedApart = ["customer_field_values"];

test("every table whose rows are a customer's is known to merges", async () => {
  const rows = await test_.runtime.app.execute<{ name: string }>(sql`
    select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attname = 'customer_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`);
  const known = [...Object.values(movedTables), ...treatedApart];
  expect(rows.map(({ name }) => name).sort()).toEqual(known.sort());
});
