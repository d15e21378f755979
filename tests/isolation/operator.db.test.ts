import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { platformAudit } from "@/db/schema";
import {
  encodeSessionCookie,
  findOperator,
  inPerson,
  type MemberRole,
  newId,
  openOperatorContext,
  sessionCookieName,
  startSession,
  toPublicId,
} from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { handleTrpc } from "@/server/trpc/handler";
import { appRouter } from "@/server/trpc/root";
import { odd, placesOf, withValueAt } from "../fixtures/odd-input";
import { fillWorkflows } from "./fill-workflows";

const state = useTestRuntime({ env: { operators: ["on-call@example.com"] } });

await appRouter._def.lazy.operator!.load();
const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
).filter(([path]) => path.startsWith("operator."));

type Made = Awaited<ReturnType<typeof makeWorkspace>>;
let made: Made;
let runId: string;
let admin: postgres.Sql;
beforeAll(async () => {
  made = await makeWorkspace(state.runtime);
  runId = await fillWorkflows(state.runtime, made.member("owner"), "word");
  admin = postgres(state.urls.adminUrl, { max: 1, onnotice: () => {} });
});
afterAll(() => admin.end());

const inputs: Record<string, () => unknown> = {
  "operator.workspaces": () => ({}),
  "operator.runs": () => ({ status: "waiting", workspace: toPublicId("workspace", made.workspace.id) }),
  "operator.run": () => ({ runId }),
  "operator.cancelRun": () => ({ runId }),
  "operator.replayRun": () => ({ runId }),
  "operator.setFeature": () => ({
    feature: "embeds",
    workspaceId: toPublicId("workspace", made.workspace.id),
    isOn: true,
  }),
  "operator.suspend": () => ({ workspaceId: toPublicId("workspace", made.workspace.id), reason: "Deneme" }),
  "operator.resume": () => ({ workspaceId: toPublicId("workspace", made.workspace.id) }),
  "operator.setQuotas": () => ({
    workspaceId: toPublicId("workspace", made.workspace.id),
    fileQuotaBytes: 1_000,
    memberQuota: 7,
    botQuota: null,
  }),
};

async function call(
  path: string,
  type: string,
  headers: Record<string, string>,
  input: unknown = inputs[path]?.(),
) {
  const isMutation = type === "mutation";
  const url = new URL(`/api/trpc/${path}`, state.runtime.env.origin);
  if (!isMutation && input !== undefined) url.searchParams.set("input", JSON.stringify(input));
  const response = await handleTrpc(
    new Request(url, {
      method: isMutation ? "POST" : "GET",
      headers: {
        host: url.host,
        "content-type": "application/json",
        "x-santral-workspace": made.workspace.slug,
        ...headers,
      },
      ...(isMutation ? { body: JSON.stringify(input ?? null) } : {}),
    }),
  );
  const text = await response.text();
  const body = JSON.parse(text) as { error?: { data: { code: string } } };
  return { status: response.status, code: body.error?.data.code, text };
}

async function signIn(personId: string): Promise<Record<string, string>> {
  const sessionId = await startSession({ personId, method: "test" });
  return { cookie: `${sessionCookieName()}=${await encodeSessionCookie(sessionId)}` };
}
const personOf = (role: MemberRole) => made.team.find((member) => member.role === role)!.personId;

async function addOperator(address = "on-call@example.com"): Promise<string> {
  const personId = newId();
  await inPerson(personId, async (tx) => {
    await tx.execute(sql`insert into people (id, display_name, locale, created_at)
      values (${personId}::uuid, 'Nöbetçi', 'tr', now())`);
    await tx.execute(sql`insert into person_addresses (person_id, address, verified_at)
      values (${personId}::uuid, ${address}, now())`);
  });
  return personId;
}

const standing = () => admin`
  select suspended_at, file_quota_bytes, member_quota,
    (select array_agg(r.state order by r.id) from workflow_runs r where r.workspace_id = w.id) as runs
  from workspaces w where id = ${made.workspace.id}`;

describe.each(procedures)("%s", (path, { _def }) => {
  test("answers nobody without a session", async () => {
    expect(await call(path, _def.type, {})).toMatchObject({ status: 401, code: "NOT_SIGNED_IN" });
  });

  test.each(["owner", "admin", "supervisor", "support", "analyst"] as const)(
    "refuses the %s of a workspace, and changes nothing",
    async (role) => {
      const before = await standing();
      const answer = await call(path, _def.type, await signIn(personOf(role)));
      expect(answer).toMatchObject({ status: 403, code: "NOT_AN_OPERATOR" });
      expect(answer.text).not.toContain(made.workspace.name);
      expect(await standing()).toEqual(before);
    },
  );

  test("refuses a person whose verified address is another", async () => {
    const stranger = await addOperator(`someone-${newId()}@example.com`);
    expect(await call(path, _def.type, await signIn(stranger))).toMatchObject({ code: "NOT_AN_OPERATOR" });
  });
});

test("whoever has verified a named address is an operator, in every procedure", async () => {
  const headers = await signIn(await addOperator());
  const order = ["operator.suspend", "operator.resume", "operator.cancelRun", "operator.replayRun"];
  const sorted = procedures.toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  for (const [path, { _def }] of sorted) {
    const answer = await call(path, _def.type, headers);
    expect(answer.status, `${path} ${answer.text}`).toBe(200);
  }
});

test.each(procedures)("%s answers or refuses whatever stands in its input", async (path, { _def }) => {
  const headers = await signIn(await addOperator(`odd-${newId()}@example.com`));
  const before = state.runtime.env.operators;
  state.runtime.env.operators = await admin<{ address: string }[]>`select address from person_addresses`.then(
    (rows) => rows.map(({ address }) => address),
  );
  const input = inputs[path]?.() ?? {};
  for (const place of placesOf(input))
    for (const value of Object.values(odd)) {
      const given = withValueAt(input, place, value);
      const answer = await call(path, _def.type, headers, given);
      expect(answer.status, `${JSON.stringify(given).slice(0, 200)} ${answer.text}`).toBeLessThan(500);
    }
  state.runtime.env.operators = before;
});

describe("the demo's owner", () => {
  const of = async (role: MemberRole, env: { operators: string[]; isDemoOwnerOperator: boolean }) => {
    const before = { ...state.runtime.env };
    Object.assign(state.runtime.env, env);
    try {
      return await findOperator(personOf(role));
    } finally {
      Object.assign(state.runtime.env, before);
    }
  };
  const open = { operators: [], isDemoOwnerOperator: true };

  test("is an operator where nobody is named and only this machine reaches us; nobody else is", async () => {
    expect(await of("owner", open)).toBeNull();
    await admin`update workspaces set slug = 'demo' where id = ${made.workspace.id}`;
    expect(await of("owner", open)).toMatchObject({ kind: "operator", name: "demo" });
    expect(await of("admin", open)).toBeNull();
    expect(await of("owner", { ...open, isDemoOwnerOperator: false })).toBeNull();
    expect(await of("owner", { operators: ["on-call@example.com"], isDemoOwnerOperator: true })).toBeNull();
    await admin`update workspaces set slug = ${made.workspace.slug} where id = ${made.workspace.id}`;
  });
});

describe("the platform's audit", () => {
  test("shows no row without an operator, and takes none in another's name", async () => {
    expect(await state.runtime.app.select().from(platformAudit)).toEqual([]);
    const row = {
      id: newId(),
      at: new Date(),
      operatorId: newId(),
      operator: "x",
      action: "workspace.suspend",
      changes: {},
      requestId: "x",
    };
    await expect(state.runtime.app.insert(platformAudit).values(row)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });

  test("may be changed and shortened by nobody who serves", async () => {
    for (const statement of ["delete from platform_audit", "update platform_audit set operator = 'x'"])
      for (const db of [state.runtime.app, state.runtime.worker])
        await expect(db.execute(sql.raw(statement))).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

test("a session that has ended is an operator's no more", async () => {
  await expect(openOperatorContext({ request: { header: () => undefined } })).rejects.toMatchObject({
    code: "NOT_SIGNED_IN",
  });
});
