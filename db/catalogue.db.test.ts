import { getTableColumns, getTableName, isTable } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import * as schema from "./schema";
import {
  batchFunctions,
  claimTables,
  partitionedTables,
  personTables,
  platformTables,
  resolverFunctions,
  upkeepFunctions,
  workspaceTables,
} from "./schema/security";
import { createTestDatabase } from "./testing";
import { type FunctionSecurity, readFunctions, readTables, type TableSecurity } from "./testing/catalogue";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let sql: postgres.Sql;
let tables: TableSecurity[];
let functions: FunctionSecurity[];

beforeAll(async () => {
  database = await createTestDatabase(inject("adminUrl"));
  sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  tables = await readTables(sql);
  functions = await readFunctions(sql);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

const all = "DELETE INSERT SELECT UPDATE";
const isOwn = "(workspace_id = (NULLIF(current_setting('app.workspace_id'::text, true), ''::text))::uuid)";
const ownerPolicy = "owner_all|santral_owner|ALL|true|true";
const workspacePolicy = (condition = isOwn) =>
  `workspace|santral_app,santral_worker|ALL|${condition}|${condition}`;
const declared = (Object.values(schema) as unknown[]).filter((value): value is PgTable => isTable(value));
const find = (name: string) => tables.find((table) => table.name === name);

describe("the live catalogue", () => {
  test("every table stands in one of the lists, and every listed one exists", () => {
    const parents = tables.filter((table) => table.parent === null).map((table) => table.name);
    expect(parents.sort()).toEqual([...workspaceTables, ...claimTables, ...platformTables].sort());
    expect(declared.map(getTableName).sort()).toEqual(parents.sort());
  });

  test("every column of the schema is in the database, and no other", async () => {
    const rows = await sql<{ table: string; columns: string[] }[]>`
      select table_name as table, array_agg(column_name::text order by column_name) as columns
      from information_schema.columns where table_schema = 'public' group by 1`;
    for (const table of declared) {
      const names = Object.values(getTableColumns(table)).map((column) => column.name);
      expect(rows.find((row) => row.table === getTableName(table))?.columns, getTableName(table)).toEqual(
        names.sort(),
      );
    }
  });

  test("all is owned by santral_owner, behind row security, forced", () => {
    for (const table of tables) {
      expect(table, table.name).toMatchObject({
        owner: "santral_owner",
        hasRowSecurity: true,
        isForced: true,
      });
    }
  });

  test.each(workspaceTables)("%s shows rows of the current workspace only", (name) => {
    const table = find(name)!;
    expect(table.policies.filter((policy) => !policy.startsWith("resolver_reads|"))).toEqual([
      ownerPolicy,
      workspacePolicy(),
    ]);
    const expected = name === "audit_log" ? "INSERT SELECT" : all;
    const { santral_resolver: _, ...grants } = table.grants;
    expect(grants).toEqual({ santral_app: expected, santral_worker: expected });
  });

  test.each(claimTables)(
    "%s may be claimed across workspaces by the worker, and carries ids, times and attempts only",
    async (name) => {
      // Mail of a person alone is queued by whoever signs in, and seen by the worker only.
      const withoutWorkspace =
        "without_workspace|santral_app,santral_worker|INSERT|(workspace_id = '00000000-0000-0000-0000-000000000000'::uuid)";
      expect(find(name)!.policies).toEqual([
        ownerPolicy,
        ...(name === "mail_queue" ? [withoutWorkspace] : []),
        "worker_claims|santral_worker|ALL|true|true",
        workspacePolicy(),
      ]);
      const columns = await sql<{ type: string }[]>`
      select data_type as type from information_schema.columns where table_schema = 'public' and table_name = ${name}`;
      const allowed = ["uuid", "bigint", "integer", "smallint", "text", "timestamp with time zone"];
      expect(columns.map((column) => column.type).filter((type) => !allowed.includes(type))).toEqual([]);
    },
  );

  test("partitions have their own policy and force, and no grant of their own", () => {
    const partitions = tables.filter((table) => table.parent !== null);
    expect(new Set(partitions.map((table) => table.parent))).toEqual(new Set(partitionedTables));
    expect(partitions.length).toBeGreaterThan(5);
    for (const partition of partitions) {
      expect(partition.policies, partition.name).toEqual([ownerPolicy, workspacePolicy()]);
      expect(partition.grants, partition.name).toEqual({});
    }
  });

  test("workspaces are seen by their own id; people and sessions by their person", () => {
    const byId = isOwn.replace("workspace_id", "id");
    expect(find("workspaces")!.policies).toContain(workspacePolicy(byId));
    const person = (column: string) =>
      `(${column} = (NULLIF(current_setting('app.person_id'::text, true), ''::text))::uuid)`;
    expect(find("people")!.policies).toEqual([
      ownerPolicy,
      `person|santral_app,santral_worker|ALL|${person("id")}|${person("id")}`,
    ]);
    for (const name of personTables) {
      const policies = find(name)!.policies.filter((policy) => !policy.startsWith("resolver_reads|"));
      expect(policies, name).toEqual([
        ownerPolicy,
        `person|santral_app,santral_worker|ALL|${person("person_id")}|${person("person_id")}`,
      ]);
    }
    expect(find("person_events")!.grants.santral_app).toBe("INSERT SELECT");
  });

  test("attempts to sign in are seen by the keys of the attempt at hand", () => {
    const key = (column: string, setting: string) =>
      `(${column} = NULLIF(current_setting('app.${setting}'::text, true), ''::text))`;
    const [address, source] = [key("address_key", "sign_in_address"), key("source_key", "sign_in_source")];
    expect(find("sign_in_attempts")!.policies).toEqual([
      `attempt|santral_app,santral_worker|ALL|(${address} OR ${source})|(${address} AND ${source})`,
      ownerPolicy,
    ]);
  });

  test("mails are seen by their workspace or opened by their id; marked addresses by who names or wrote to them", () => {
    const byId = "(id = (NULLIF(current_setting('app.mail_id'::text, true), ''::text))::uuid)";
    expect(find("mails")!.policies).toEqual([
      `opened|santral_worker|ALL|${byId}|${byId}`,
      ownerPolicy,
      "without_workspace|santral_app,santral_worker|INSERT|(workspace_id IS NULL)",
      workspacePolicy(),
    ]);
    expect(find("mails")!.grants).toEqual({ santral_app: "INSERT SELECT", santral_worker: all });
    const named = "(address_key = NULLIF(current_setting('app.mail_address'::text, true), ''::text))";
    const [address, owner, writtenTo] = find("mail_suppressions")!.policies;
    expect([address, owner]).toEqual([
      `address|santral_app,santral_worker|ALL|${named}|${named}`,
      ownerPolicy,
    ]);
    expect(writtenTo).toMatch(/^written_to\|santral_app,santral_worker\|SELECT\|\(EXISTS .*workspace_id/s);
    expect(find("mail_suppressions")!.grants).toEqual({ santral_app: "DELETE SELECT", santral_worker: all });
  });

  test("functions that see across workspaces are the closed lists, owned as they should be", () => {
    const definers = functions.filter((entry) => entry.isDefiner);
    expect(definers.map((entry) => entry.name).sort()).toEqual(
      [...resolverFunctions, ...upkeepFunctions].sort(),
    );
    for (const entry of definers) {
      const isResolver = (resolverFunctions as readonly string[]).includes(entry.name);
      expect(entry.owner, entry.name).toBe(isResolver ? "santral_resolver" : "santral_owner");
    }
    expect(
      functions
        .filter((entry) => entry.setsWorkspace)
        .map((entry) => entry.name)
        .sort(),
    ).toEqual([...batchFunctions].sort());
  });

  test("who serves is bound by row security: no superuser, no BYPASSRLS, no ownership", async () => {
    const roles = await sql`
      select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin,
        exists (select 1 from pg_class where relowner = r.oid) as owns
      from pg_roles r where rolname in ('santral_app', 'santral_worker', 'santral_resolver') order by 1`;
    const bound = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owns: false,
    };
    expect([...roles]).toEqual([
      { rolname: "santral_app", rolcanlogin: true, ...bound },
      { rolname: "santral_resolver", rolcanlogin: false, ...bound },
      { rolname: "santral_worker", rolcanlogin: true, ...bound },
    ]);
  });
});

describe("plain SQL as the serving role", () => {
  test("without a workspace no table shows a row, and none is an error", async () => {
    const app = postgres(database.appUrl, { max: 1 });
    for (const name of [...workspaceTables, ...claimTables, ...platformTables]) {
      const [row] = await app<{ count: number }[]>`select count(*)::int as count from ${app(name)}`;
      expect(row?.count, name).toBe(0);
    }
    await app.end();
  });
});
