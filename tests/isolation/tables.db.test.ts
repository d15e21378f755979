import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimTables, partitionedTables, platformTables, workspaceTables } from "@/db/schema/security";
import { fingerprint, useNeighbours } from "./neighbours";

const state = useNeighbours();
const tables = [...workspaceTables, ...claimTables];
const everything = [...tables, "workspaces"];
/** No login of ours may change what the audit says; a row of `workspaces` is never deleted by one. */
const denied: Record<string, readonly string[]> = {
  audit_log: ["update", "delete"],
  workspaces: ["delete"],
};

let app: postgres.Sql;
let worker: postgres.Sql;
beforeAll(() => {
  app = postgres(state.urls.appUrl, { max: 1, onnotice: () => {} });
  worker = postgres(state.urls.workerUrl, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await Promise.all([app.end({ timeout: 5 }), worker.end({ timeout: 5 })]);
});

type Answer = Record<string, unknown>[] & { count: number };

/** Runs SQL in a transaction of that workspace, as every request does, and takes it back. */
async function inside(
  sql: postgres.Sql,
  workspaceId: string | null,
  statement: string,
  parameters: string[] = [],
) {
  let answer: Answer | undefined;
  const undo = new Error("undo");
  await sql
    .begin(async (tx) => {
      if (workspaceId) await tx`select set_config('app.workspace_id', ${workspaceId}, true)`;
      answer = (await tx.unsafe(statement, parameters)) as unknown as Answer;
      throw undo;
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return answer!;
}

const idOf = (workspace: "a" | "b") => state[workspace].workspace.id;
const keyOf = (table: string) => (table === "workspaces" ? "id" : "workspace_id");
const refused = expect.objectContaining({ code: "42501" });

describe.each(everything)("%s", (table) => {
  const key = keyOf(table);

  test("a member of B sees B's rows and none of A's", async () => {
    const [own] = await inside(app, idOf("b"), `select count(*)::int as n from ${table}`);
    const [foreign] = await inside(
      app,
      idOf("b"),
      `select count(*)::int as n from ${table} where ${key} <> $1`,
      [idOf("b")],
    );
    expect(own!.n).toBeGreaterThan(0);
    expect(foreign!.n).toBe(0);
  });

  test("nobody sees a row where no workspace is set", async () => {
    expect(await inside(app, null, `select 1 from ${table} limit 1`)).toHaveLength(0);
  });

  test("nothing of A's can be changed, moved or deleted from B", async () => {
    const before = await fingerprint(state.admin, idOf("a"), everything);
    for (const [deed, statement, parameters] of [
      ["update", `update ${table} set ${key} = ${key} where ${key} = $1`, [idOf("a")]],
      ["delete", `delete from ${table} where ${key} = $1`, [idOf("a")]],
    ] as const) {
      const attempt = inside(app, idOf("b"), statement, [...parameters]);
      if (denied[table]?.includes(deed)) await expect(attempt, deed).rejects.toEqual(refused);
      else expect((await attempt).count, deed).toBe(0);
    }
    // A row of B's own, given away to A.
    await expect(
      inside(app, idOf("b"), `update ${table} set ${key} = $1`, [idOf("a")]),
      "moved",
    ).rejects.toEqual(refused);
    expect(await fingerprint(state.admin, idOf("a"), everything)).toEqual(before);
  });

  test("no row of A's can be added from B", async () => {
    const [row] = await state.admin.unsafe(
      `select to_jsonb(t)::text as row from ${table} t where ${key} = $1 limit 1`,
      [idOf("a")],
    );
    expect(row, "A has a row to copy").toBeDefined();
    const columns = await state.admin.unsafe(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as written from pg_attribute
       where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    );
    const written = columns[0]!.written as string;
    await expect(
      inside(
        app,
        idOf("b"),
        `insert into ${table} (${written}) overriding system value select ${written} from jsonb_populate_record(null::${table}, $1::text::jsonb)`,
        [row!.row as string],
      ),
    ).rejects.toEqual(refused);
  });
});

describe("the worker, who claims across workspaces", () => {
  test.each(workspaceTables)("%s: only with its workspace set", async (table) => {
    expect(await inside(worker, null, `select 1 from ${table} limit 1`)).toHaveLength(0);
    const [foreign] = await inside(
      worker,
      idOf("b"),
      `select count(*)::int as n from ${table} where workspace_id <> $1`,
      [idOf("b")],
    );
    expect(foreign!.n).toBe(0);
  });

  test.each(claimTables)(
    "%s: sees every workspace's, and learns ids, times and counts only",
    async (table) => {
      const [seen] = await inside(
        worker,
        null,
        `select count(distinct workspace_id)::int as n from ${table}`,
      );
      expect(seen!.n).toBeGreaterThanOrEqual(2);
      const rows = await inside(worker, null, `select to_jsonb(t)::text as row from ${table} t`);
      expect(rows.filter(({ row }) => /gizlicebir|Komşudan|\+90532/i.test(String(row)))).toEqual([]);
    },
  );
});

describe("partitions", () => {
  test("none is reached past its parent", async () => {
    const partitions = await state.admin<{ name: string }[]>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      join pg_class p on p.oid = i.inhparent
      where p.relname in ${state.admin([...partitionedTables])} and c.relkind = 'r'`;
    expect(partitions.length).toBeGreaterThan(2);
    for (const { name } of partitions) {
      for (const sql of [app, worker]) {
        await expect(inside(sql, idOf("a"), `select 1 from ${name} limit 1`), name).rejects.toEqual(refused);
      }
    }
  });
});

describe("platform tables", () => {
  test("are the ones this file knows", () => {
    expect([...platformTables].sort()).toEqual([
      "feature_overrides",
      "mail_links",
      "mail_suppressions",
      "mails",
      "organisations",
      "people",
      "person_accounts",
      "person_addresses",
      "person_events",
      "person_passwords",
      "platform_audit",
      "push_devices",
      "sessions",
      "sign_in_attempts",
      "sign_ups",
      "workflow_drivers",
      "workspaces",
    ]);
  });

  test("B's organisation is seen and changed, A's is not", async () => {
    const rows = await inside(app, idOf("b"), "select id from organisations");
    const [own] = await state.admin`select organisation_id as id from workspaces where id = ${idOf("b")}`;
    expect(rows.map(({ id }) => id)).toEqual([own!.id]);
    const changed = await inside(app, idOf("b"), "update organisations set name = name returning id");
    expect(changed.map(({ id }) => id)).toEqual([own!.id]);
    expect(await inside(app, null, "update organisations set name = name returning id")).toHaveLength(0);
    for (const statement of ["update organisations set created_at = now()", "delete from organisations"]) {
      await expect(inside(app, idOf("b"), statement)).rejects.toEqual(refused);
    }
  });

  test("what operators did is seen in no workspace, and added in none", async () => {
    await state.admin`
      insert into platform_audit (id, at, operator_id, operator, action, workspace_id, changes, request_id)
      values (gen_random_uuid(), now(), gen_random_uuid(), 'x', 'workspace.suspend', ${idOf("b")}, '{}', 'x')`;
    expect(await inside(app, idOf("b"), "select 1 from platform_audit")).toHaveLength(0);
    for (const sql of [app, worker]) {
      const statement = "insert into platform_audit select * from platform_audit";
      const added = inside(sql, idOf("b"), statement);
      if (sql === worker) await expect(added).rejects.toEqual(refused);
      else expect(await added).toHaveLength(0);
    }
  });

  test("which parts are switched off is read by the worker alone, and changed in no workspace", async () => {
    await state.admin`
      insert into feature_overrides (id, feature, workspace_id, is_on, changed_at)
      values (gen_random_uuid(), 'imports', ${idOf("a")}, false, now())`;
    const look = "select workspace_id as id from feature_overrides";
    for (const scope of [null, idOf("a"), idOf("b")]) expect(await inside(app, scope, look)).toHaveLength(0);
    expect(await inside(worker, null, look)).toMatchObject([{ id: idOf("a") }]);
    const added = `insert into feature_overrides (id, feature, is_on, changed_at) values (gen_random_uuid(), 'x', true, now())`;
    for (const sql of [app, worker]) await expect(inside(sql, idOf("b"), added)).rejects.toEqual(refused);
    for (const statement of ["update feature_overrides set is_on = true", "delete from feature_overrides"]) {
      expect((await inside(app, idOf("a"), statement)).count).toBe(0);
      await expect(inside(worker, idOf("a"), statement)).rejects.toEqual(refused);
    }
  });

  test("B's mails are seen, A's are not; a person's alone are seen by nobody who serves", async () => {
    const rows = await inside(app, idOf("b"), "select workspace_id from mails");
    expect(new Set(rows.map(({ workspace_id: id }) => id))).toEqual(new Set([idOf("b")]));
    for (const statement of ["update mails set state = state", "delete from mails"]) {
      await expect(inside(app, idOf("b"), statement)).rejects.toEqual(refused);
    }
    await state.admin`
      insert into mails (id, template, locale, address, address_key, state, created_at, updated_at)
      values (gen_random_uuid(), 'sign-in-link', 'tr', 'a@b.example', 'a@b.example', 'sent', now(), now())`;
    const [alone] = await state.admin`select id from mails where workspace_id is null`;
    const scopes = [null, idOf("b"), "00000000-0000-0000-0000-000000000000"];
    for (const sql of [app, worker]) {
      for (const scope of scopes) {
        const seen = await inside(sql, scope, "select 1 from mails where workspace_id is null");
        expect(seen).toHaveLength(0);
      }
    }
    // Opened by its id, by the worker alone, and nothing else with it.
    const open = (sql: postgres.Sql) =>
      sql.begin(async (tx) => {
        await tx`select set_config('app.mail_id', ${alone!.id as string}, true)`;
        return tx`select id from mails`;
      });
    expect(await open(worker)).toMatchObject([{ id: alone!.id }]);
    expect(await open(app)).toHaveLength(0);
  });

  test("a marked address is seen by who has written to it, or names it", async () => {
    const [written] = await state.admin`select address_key from mails where workspace_id = ${idOf("a")}`;
    const key = written!.address_key as string;
    await state.admin`
      insert into mail_suppressions (address_key, reason, at) values (${key}, 'bounced', now()) on conflict do nothing`;
    const look = "select address_key from mail_suppressions";
    expect(await inside(app, idOf("a"), look)).toMatchObject([{ address_key: key }]);
    expect(await inside(app, idOf("b"), look)).toHaveLength(0);
    expect(await inside(app, null, look)).toHaveLength(0);
    const named = await app.begin(async (tx) => {
      await tx`select set_config('app.mail_address', ${key}, true)`;
      return tx.unsafe(look);
    });
    expect(named).toHaveLength(1);
  });

  test.each(["people", "sessions"])("%s: a person's own rows only", async (table) => {
    await state.a.headersOf("owner");
    await state.b.headersOf("owner");
    const key = table === "people" ? "id" : "person_id";
    const [me, neighbour] = [state.b, state.a].map(
      (one) => one.team.find(({ role }) => role === "owner")!.personId,
    );
    const asMe = (statement: string, parameters: string[] = []) =>
      inside(app, idOf("b"), `select set_config('app.person_id', '${me}', true)`).then(() =>
        insideAs(me!, statement, parameters),
      );
    expect((await asMe(`select ${key} as id from ${table}`)).every(({ id }) => id === me)).toBe(true);
    expect(await inside(app, idOf("b"), `select 1 from ${table} limit 1`)).toHaveLength(0);
    expect((await asMe(`update ${table} set ${key} = ${key} where ${key} = $1`, [neighbour!])).count).toBe(0);
    await expect(asMe(`delete from ${table} where ${key} = $1`, [neighbour!])).rejects.toEqual(refused);
  });

  const ownRows: [table: string, columns: string, values: string][] = [
    ["person_addresses", "address, verified_at", "$1 || '@example.com', now()"],
    ["person_passwords", "hash, changed_at", "'argon', now()"],
    [
      "person_accounts",
      "provider, subject, label, linked_at, last_used_at",
      "'google', $1::text, 'a', now(), now()",
    ],
    ["person_events", "id, what, at", "gen_random_uuid(), 'signed_in', now()"],
    [
      "sign_ups",
      "address, display_name, locale, password_hash, browser_hash, created_at, expires_at",
      "$1 || '@example.com', 'A', 'tr', 'argon', 'hash', now(), now()",
    ],
    [
      "mail_links",
      "id, purpose, secret_hash, address, created_at, expires_at",
      "gen_random_uuid(), 'reset', 'hash', 'a@example.com', now(), now()",
    ],
    [
      "push_devices",
      "id, session_id, endpoint, p256dh, auth, created_at",
      "gen_random_uuid(), gen_random_uuid(), $1::text, 'p', 'a', now()",
    ],
  ];
  test.each(ownRows)(
    "%s: what opens a person's account is seen by that person only",
    async (table, columns, values) => {
      const [me, neighbour] = [state.b, state.a].map(
        (one) => one.team.find(({ role }) => role === "owner")!.personId,
      );
      for (const person of [me!, neighbour!]) {
        await state.admin.unsafe(
          `insert into ${table} (person_id, ${columns}) values ($1::text::uuid, ${values}) on conflict do nothing`,
          [person],
        );
      }
      const look = `select person_id as id from ${table}`;
      for (const scope of [null, idOf("a"), idOf("b")])
        expect(await inside(app, scope, look)).toHaveLength(0);
      const seen = await insideAs(me!, look, []);
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.every(({ id }) => id === me)).toBe(true);
      if (table === "person_events") {
        await expect(insideAs(me!, `delete from ${table}`, [])).rejects.toEqual(refused);
        return;
      }
      const theirs = [neighbour!];
      expect((await insideAs(me!, `delete from ${table} where person_id = $1`, theirs)).count).toBe(0);
      await expect(insideAs(me!, `update ${table} set person_id = $1`, theirs)).rejects.toEqual(refused);
    },
  );

  test("attempts to sign in are seen by who names the address or the source of one", async () => {
    await state.admin`
      insert into sign_in_attempts (id, address_key, source_key, at) values
        (gen_random_uuid(), 'address of one', 'source of one', now()),
        (gen_random_uuid(), 'address of another', 'source of another', now())`;
    const look = (setting: string, value: string) =>
      app.begin(async (tx) => {
        await tx`select set_config(${setting}, ${value}, true)`;
        return tx`select address_key from sign_in_attempts`;
      });
    expect(await inside(app, idOf("b"), "select 1 from sign_in_attempts")).toHaveLength(0);
    expect(await look("app.sign_in_address", "address of one")).toMatchObject([
      { address_key: "address of one" },
    ]);
    expect(await look("app.sign_in_source", "source of one")).toMatchObject([
      { address_key: "address of one" },
    ]);
    expect(await look("app.sign_in_source", "of nobody")).toHaveLength(0);
  });
});

async function insideAs(personId: string, statement: string, parameters: string[]) {
  return app.begin(async (tx) => {
    await tx`select set_config('app.person_id', ${personId}, true)`;
    return (await tx.unsafe(statement, parameters)) as unknown as Answer;
  });
}
