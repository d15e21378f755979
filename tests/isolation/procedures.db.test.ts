import { describe, expect, test } from "vitest";
import { claimTables, workspaceTables } from "@/db/schema/security";
import { policy } from "@/server/kernel";
import { handleTrpc } from "@/server/trpc/handler";
import { appRouter } from "@/server/trpc/root";
import { fingerprint, leaks, useNeighbours } from "./neighbours";
import { type Attempt, samples } from "./samples";

const state = useNeighbours();
const procedures = await listProcedures();
const tables = [...workspaceTables, ...claimTables, "workspaces"];
const roles = ["owner", "admin", "supervisor", "support", "analyst"] as const;

type Procedure = { path: string; type: "query" | "mutation" | "subscription" };

/**
 * Every procedure of a workspace, those of routers that load on their first call too; queries first: what B writes, B may
 * find. Those of the platform's operators are walked by operator.db.test.ts.
 */
async function listProcedures(): Promise<Procedure[]> {
  await Promise.all(Object.values(appRouter._def.lazy).map((router) => router.load()));
  const found = appRouter._def.procedures as unknown as Record<string, { _def: { type: Procedure["type"] } }>;
  return Object.entries(found)
    .filter(([path]) => !path.startsWith("operator."))
    .map(([path, { _def }]) => ({ path, type: _def.type }))
    .sort((one, other) => other.type.localeCompare(one.type) || one.path.localeCompare(other.path));
}

type Answer = {
  status: number;
  text: string;
  data?: unknown;
  code?: string;
  verb?: unknown;
};

/** One call as a browser makes it. */
async function call(procedure: Procedure, headers: Record<string, string>, input: unknown): Promise<Answer> {
  const isMutation = procedure.type === "mutation";
  const url = new URL(`/api/trpc/${procedure.path}`, state.runtime.env.origin);
  if (!isMutation && input !== undefined) url.searchParams.set("input", JSON.stringify(input));
  const response = await handleTrpc(
    new Request(url, {
      method: isMutation ? "POST" : "GET",
      headers: { host: url.host, "content-type": "application/json", ...headers },
      ...(isMutation ? { body: JSON.stringify(input ?? null) } : {}),
    }),
  );
  const text = await response.text();
  const body = JSON.parse(text) as {
    result?: { data?: unknown };
    error?: { data: { code: string; detail?: { verb?: unknown } } };
  };
  return {
    status: response.status,
    text,
    data: body.result?.data,
    ...(body.error ? { code: body.error.data.code, verb: body.error.data.detail?.verb } : {}),
  };
}

const standing = () => fingerprint(state.admin, state.a.workspace.id, tables);
const attemptsOf = (path: string): Attempt[] => samples[path]!.attempts(state.a, state.b);

/** An answer without a row in it: whatever list it holds is empty. */
function expectEmpty(data: unknown, input: unknown): void {
  const lists = Array.isArray(data)
    ? [data]
    : Object.entries(data as Record<string, unknown>).flatMap(([name, value]) =>
        // Every tag in use is the filter's, not the search's.
        Array.isArray(value) && name !== "tags" ? [value] : [],
      );
  expect(lists.length, "a list").toBeGreaterThan(0);
  for (const list of lists) expect(list, JSON.stringify(input)).toEqual([]);
}

test("every procedure is covered, and nothing else is", () => {
  expect(Object.keys(samples).sort()).toEqual(procedures.map(({ path }) => path).sort());
});

test("A has in each table what a leak would show", async () => {
  const digests = await standing();
  expect(Object.entries(digests).filter(([, digest]) => digest.startsWith("0 "))).toEqual([]);
  const answer = await call({ path: "conversations.list", type: "query" }, await state.a.headersOf("owner"), {
    status: "handed_off",
  });
  expect(leaks(answer.text)).toBe(true);
});

describe.each(procedures)("$path", (procedure) => {
  const { path } = procedure;

  test("answers a member of B nothing in A's name", async () => {
    const before = await standing();
    const mine = await state.b.headersOf("owner");
    for (const { input } of attemptsOf(path)) {
      const answer = await call(procedure, { ...mine, "x-santral-workspace": state.a.workspace.slug }, input);
      expect(answer).toMatchObject({ status: 404, code: "WORKSPACE_NOT_FOUND" });
      expect(leaks(answer.text)).toBe(false);
    }
    expect(await standing()).toEqual(before);
  });

  test("answers nobody without a session", async () => {
    const [attempt] = attemptsOf(path);
    const answer = await call(procedure, { "x-santral-workspace": state.a.workspace.slug }, attempt?.input);
    expect(answer).toMatchObject({ status: 401, code: "NOT_SIGNED_IN" });
    expect(leaks(answer.text)).toBe(false);
  });

  test("knows nothing of A's in B, and leaves A as it was", async () => {
    const before = await standing();
    const mine = await state.b.headersOf("owner");
    for (const { input, gives, isEmpty } of attemptsOf(path)) {
      const answer = await call(procedure, mine, input);
      expect(answer.code ?? "own", answer.text).toBe(gives);
      expect(leaks(answer.text), answer.text).toBe(false);
      if (isEmpty) expectEmpty(answer.data, input);
    }
    expect(await standing()).toEqual(before);
  });

  test("refuses every role that the policy does not name, before anything is done", async () => {
    const { verb } = samples[path]!;
    const allowed: readonly string[] = policy[verb].roles;
    const before = await standing();
    for (const role of roles.filter((one) => !allowed.includes(one))) {
      for (const { input } of attemptsOf(path)) {
        const answer = await call(procedure, await state.a.headersOf(role), input);
        expect(answer, role).toMatchObject({ status: 403, code: "PERMISSION_DENIED", verb });
        expect(leaks(answer.text)).toBe(false);
      }
    }
    expect(await standing()).toEqual(before);
  });
});

/** A member's own things, which every role cares for. */
const ownThings = [
  "demo.explore",
  "members.leave",
  "notifications.keepDevice",
  "notifications.mark",
  "notifications.updateSettings",
  "reports.sendWeeklyNow",
  "start.hide",
];

test("an analyst may change nothing but what is their own", () => {
  const changeable = procedures.filter(
    ({ path, type }) =>
      type !== "query" && (policy[samples[path]!.verb].roles as readonly string[]).includes("analyst"),
  );
  expect(changeable.map(({ path }) => path).sort()).toEqual(ownThings);
});

test("whoever has left A is a stranger there at once", async () => {
  const leaver = state.a.team.find(({ role }) => role === "support")!;
  const headers = await state.a.headersOf("support");
  const path = { path: "conversations.get", type: "query" } as const;
  const input = { conversationId: state.a.conversationId };
  expect((await call(path, headers, input)).status).toBe(200);
  await state.admin`update members set removed_at = now() where id = ${leaver.memberId}`;
  expect(await call(path, headers, input)).toMatchObject({ status: 404, code: "WORKSPACE_NOT_FOUND" });
});
