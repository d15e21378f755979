import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { encodeSessionCookie, sessionCookieName, startSession, toPublicId } from "@/server/kernel";
import { fillDisk, makeWorkspace, useTestRuntime } from "@/server/testing";
import { handleTrpc } from "./handler";

const state = useTestRuntime();

type Wire = {
  status: number;
  data?: unknown;
  error?: { message: string; data: { code: string; detail: Record<string, unknown>; stack?: string } };
};

async function signedIn(role: "owner" | "support") {
  const made = await makeWorkspace(state.runtime);
  const { personId } = made.team.find((member) => member.role === role)!;
  const cookie = `${sessionCookieName()}=${await encodeSessionCookie(await startSession({ personId, method: "demo" }))}`;
  return { ...made, headers: { cookie, "x-santral-workspace": made.workspace.slug } };
}

async function call(
  path: string,
  options: { headers?: Record<string, string>; input?: unknown } = {},
): Promise<Wire> {
  const isMutation = "input" in options;
  const response = await handleTrpc(
    new Request(`http://127.0.0.1:3000/api/trpc/${path}`, {
      method: isMutation ? "POST" : "GET",
      headers: { host: "127.0.0.1:3000", "content-type": "application/json", ...options.headers },
      ...(isMutation ? { body: JSON.stringify(options.input) } : {}),
    }),
  );
  const body = (await response.json()) as { result?: { data: unknown }; error?: Wire["error"] };
  return { status: response.status, data: body.result?.data, ...(body.error ? { error: body.error } : {}) };
}

describe("on the wire", () => {
  test("an answer", async () => {
    const { headers } = await signedIn("owner");
    expect(await call("workspaces.get", { headers })).toMatchObject({
      status: 200,
      data: { name: "Deneme Mağazası" },
    });
  });

  test("nobody signed in: 401 and the code", async () => {
    const { headers } = await signedIn("owner");
    const answer = await call("workspaces.get", {
      headers: { "x-santral-workspace": headers["x-santral-workspace"] },
    });
    expect(answer).toMatchObject({ status: 401, error: { data: { code: "NOT_SIGNED_IN" } } });
  });

  test("another's workspace: 404, as one that does not exist", async () => {
    const [mine, other] = [await signedIn("owner"), await signedIn("owner")];
    const answer = await call("workspaces.get", {
      headers: { ...mine.headers, "x-santral-workspace": other.workspace.slug },
    });
    expect(answer).toMatchObject({ status: 404, error: { data: { code: "WORKSPACE_NOT_FOUND" } } });
  });

  test("not allowed: 403 with the verb", async () => {
    const { headers, team } = await signedIn("support");
    const memberId = toPublicId("member", team[0]!.memberId);
    const answer = await call("members.remove", { headers, input: { memberId } });
    expect(answer).toMatchObject({
      status: 403,
      error: { data: { code: "PERMISSION_DENIED", detail: { verb: "member.remove" } } },
    });
  });

  test("a rule of the domain: 409 with its sentence", async () => {
    const { headers, team } = await signedIn("owner");
    const answer = await call("members.remove", {
      headers,
      input: { memberId: toPublicId("member", team[0]!.memberId) },
    });
    expect(answer).toMatchObject({
      status: 409,
      error: { message: expect.stringContaining("last owner"), data: { code: "LAST_OWNER" } },
    });
  });

  test.each([
    ["a wrong kind of id", { memberId: "cnv_1" }],
    ["nothing", {}],
    ["the wrong type", { memberId: 7 }],
    ["null", null],
  ])("%s as input: 400 with the field", async (_label, input) => {
    const { headers } = await signedIn("owner");
    const answer = await call("members.remove", { headers, input });
    expect(answer).toMatchObject({
      status: 400,
      error: { data: { code: "INVALID_INPUT", detail: { issues: expect.any(Array) } } },
    });
  });

  test("an error of ours: 500, one neutral sentence, no stack", async () => {
    const { headers, workspace } = await signedIn("owner");
    // A row that no longer fits what the verb promises.
    await state.runtime.app.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.workspace_id', ${workspace.id}, true)`);
      await tx.execute(
        sql`update workspaces set business_hours = '"never"'::jsonb where id = ${workspace.id}::uuid`,
      );
    });
    const answer = await call("workspaces.update", { headers, input: { minutesPerAnswer: 4 } });
    expect(answer).toMatchObject({ status: 500, error: { message: expect.stringContaining("on our side") } });
    expect(JSON.stringify(answer)).not.toMatch(/business_hours|at .*\.ts/);
    expect(answer.error?.data.stack).toBeUndefined();
  });

  test("a write without the header, or from another site, is refused", async () => {
    const { headers } = await signedIn("owner");
    const input = { name: "x" };
    expect(await call("workspaces.update", { headers: { cookie: headers.cookie }, input })).toMatchObject({
      status: 403,
    });
    expect(
      await call("workspaces.update", { headers: { ...headers, origin: "https://evil.example" }, input }),
    ).toMatchObject({ status: 403 });
    expect(await call("workspaces.update", { headers: { ...headers, origin: "null" }, input })).toMatchObject(
      { status: 403 },
    );
    expect(
      await call("workspaces.update", { headers: { ...headers, origin: "http://127.0.0.1:3000" }, input }),
    ).toMatchObject({ status: 200 });
  });

  test("a full disk: writes are refused by name, reading and taking away go on, and writes again with space", async () => {
    const { headers } = await signedIn("owner");
    const write = () => call("tags.create", { headers, input: { name: "dolu" } });
    const made = (await call("tags.create", { headers, input: { name: "önce" } })).data as { id: string };
    const free = await fillDisk(state.runtime);
    try {
      expect(await write()).toMatchObject({
        status: 503,
        error: {
          message: expect.stringContaining("free some space on the server"),
          data: { code: "STORAGE_FULL", detail: { retryAfterS: expect.any(Number) } },
        },
      });
      expect(await call("tags.list", { headers })).toMatchObject({ status: 200 });
      expect(await call("tags.delete", { headers, input: { tagId: made.id } })).toMatchObject({
        status: 200,
      });
    } finally {
      await free();
    }
    expect((await write()).status).toBe(200);
  });

  test("no such procedure: 404", async () => {
    const { headers } = await signedIn("owner");
    expect((await call("members.explode", { headers })).status).toBe(404);
  });
});
