import type postgres from "postgres";

export type TableSecurity = {
  name: string;
  parent: string | null;
  owner: string;
  hasRowSecurity: boolean;
  isForced: boolean;
  /** `name|roles|command|using|check`, sorted. */
  policies: string[];
  /** Privileges by role, owner left out: `santral_app: DELETE INSERT …`. */
  grants: Record<string, string>;
};

/** What the live database says of its tables, partitions included. */
export async function readTables(sql: postgres.Sql): Promise<TableSecurity[]> {
  const tables = await sql<
    { name: string; parent: string | null; owner: string; rls: boolean; forced: boolean }[]
  >`
    select c.relname as name, p.relname as parent, pg_get_userbyid(c.relowner) as owner,
      c.relrowsecurity as rls, c.relforcerowsecurity as forced
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    left join pg_inherits i on i.inhrelid = c.oid
    left join pg_class p on p.oid = i.inhparent
    where c.relkind in ('r', 'p') order by 1`;
  const policies = await sql<{ table: string; policy: string }[]>`
    select tablename as table, concat_ws('|', policyname, array_to_string(roles, ','), cmd, qual, with_check) as policy
    from pg_policies where schemaname = 'public' order by 1, 2`;
  const grants = await sql<{ table: string; role: string; privileges: string }[]>`
    select table_name as table, grantee as role, string_agg(privilege_type, ' ' order by privilege_type) as privileges
    from information_schema.role_table_grants
    where table_schema = 'public' and grantee <> 'santral_owner' group by 1, 2`;
  return tables.map(({ name, parent, owner, rls, forced }) => ({
    name,
    parent,
    owner,
    hasRowSecurity: rls,
    isForced: forced,
    policies: policies.filter((row) => row.table === name).map((row) => row.policy),
    grants: Object.fromEntries(
      grants.filter((row) => row.table === name).map((row) => [row.role, row.privileges]),
    ),
  }));
}

export type FunctionSecurity = {
  name: string;
  owner: string;
  isDefiner: boolean;
  setsWorkspace: boolean;
  callers: string[];
};

/** Every function of ours in the live database, and who may call it. */
export async function readFunctions(sql: postgres.Sql): Promise<FunctionSecurity[]> {
  const rows = await sql<
    { name: string; owner: string; definer: boolean; source: string; callers: string[] }[]
  >`
    select p.proname as name, pg_get_userbyid(p.proowner) as owner, p.prosecdef as definer, p.prosrc as source,
      array(select r.rolname::text from pg_roles r
        where r.rolname in ('santral_app', 'santral_worker', 'santral_resolver')
          and has_function_privilege(r.oid, p.oid, 'execute') order by 1) as callers
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'public'
    where not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by 1`;
  return rows.map(({ name, owner, definer, source, callers }) => ({
    name,
    owner,
    isDefiner: definer,
    setsWorkspace: source.includes("app.workspace_id") && source.includes("set_config"),
    callers,
  }));
}

/** Columns, constraints, indexes and functions as text, for comparing two databases. */
export async function describeSchema(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
      || coalesce(column_default, '') || ' ' || coalesce(collation_name, '') as line
    from information_schema.columns where table_schema = 'public'
    union all
    select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace
    union all
    select 'index ' || indexdef from pg_indexes where schemaname = 'public'
    union all
    select 'function ' || p.oid::regprocedure || ' ' || md5(pg_get_functiondef(p.oid))
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
    order by 1`;
  return rows.map((row) => row.line);
}
