import { existsSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, files, laterJobs, outbox, workspaces } from "@/db/schema";
import { claimTables, workspaceTables } from "@/db/schema/security";
import { keepBytes } from "@/server/files";
import {
  encodeSessionCookie,
  inWorkspace,
  newId,
  openMemberContext,
  PermissionDenied,
  sessionCookieName,
  startSession,
  WorkspaceDeleted,
  WorkspaceNotFound,
} from "@/server/kernel";
import { createFaq } from "@/server/knowledge";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { laterWorkflows } from "@/server/workflows";
import { openTestEngine } from "@/server/workflows/testing/open-engine";
import {
  deleteWorkspace,
  getWorkspace,
  NameNotConfirmed,
  restoreWorkspace,
  WorkspaceNotDeleted,
  workspaceLaterHandlers,
} from ".";

const state = useTestRuntime();
let admin: postgres.Sql;
beforeAll(() => {
  admin = postgres(state.urls.adminUrl, { max: 1, onnotice: () => {} });
});
afterAll(() => admin.end());

type Made = Awaited<ReturnType<typeof makeWorkspace>>;
const name = "Deneme Mağazası";

async function open(made: Made, role: "owner" | "support", options: { opensDeleted?: boolean } = {}) {
  const { personId } = made.team.find((member) => member.role === role)!;
  const cookie = await encodeSessionCookie(await startSession({ personId, method: "test" }));
  const header = (header: string) => (header === "cookie" ? `${sessionCookieName()}=${cookie}` : undefined);
  return openMemberContext({ request: { header }, slug: made.workspace.slug, ...options });
}

const erase = (made: Made) => {
  const { id } = made.workspace;
  return workspaceLaterHandlers["workspaces/erase"]!({
    workspaceId: id,
    kind: "workspaces/erase",
    subject: id,
    attempts: 1,
  });
};

/** Rows of a workspace by table, its own row among them; only tables that have some. */
async function countRows(workspaceId: string): Promise<Record<string, number>> {
  const counts = [...workspaceTables, ...claimTables, "workspaces"].map((table) => {
    const key = table === "workspaces" ? "id" : "workspace_id";
    return `select '${table}' as name, count(*)::int as n from ${table} where ${key} = '${workspaceId}'`;
  });
  const rows = await admin.unsafe<{ name: string; n: number }[]>(counts.join(" union all "));
  return Object.fromEntries(rows.filter(({ n }) => n > 0).map(({ name, n }) => [name, n]));
}

describe("deleteWorkspace", () => {
  test("from the next request on nobody works in it; audited, announced, erased in thirty days", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const { eraseAt } = await deleteWorkspace({ ctx, input: { name } });
    expect(Date.parse(eraseAt) - state.clock.now().getTime()).toBe(30 * 86_400_000);
    await expect(open(made, "support")).rejects.toThrow(WorkspaceDeleted);
    await expect(open(made, "owner")).rejects.toMatchObject({
      code: "WORKSPACE_DELETED",
      data: { name, eraseAt, mayRestore: true },
    });
    await inWorkspace(ctx, async (tx) => {
      expect(await tx.select().from(auditLog)).toMatchObject([{ action: "workspace.delete" }]);
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "workspace/deleted" }]);
      expect(await tx.select().from(laterJobs)).toMatchObject([
        { kind: "workspaces/erase", dueAt: new Date(eraseAt) },
      ]);
      expect(await tx.select().from(workspaces)).toMatchObject([{ isAgentOn: false }]);
    });
  });

  test("only by its name, only by an owner, only once", async () => {
    const made = await makeWorkspace(state.runtime);
    await expect(deleteWorkspace({ ctx: made.member("owner"), input: { name: "Deneme" } })).rejects.toThrow(
      NameNotConfirmed,
    );
    await expect(deleteWorkspace({ ctx: made.member("admin"), input: { name } })).rejects.toThrow(
      PermissionDenied,
    );
    const twice = await Promise.allSettled([
      deleteWorkspace({ ctx: made.member("owner"), input: { name } }),
      deleteWorkspace({ ctx: made.member("owner"), input: { name } }),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await getWorkspace({ ctx: made.member("owner") })).toMatchObject({ name });
  });

  test("another workspace stays", async () => {
    const [mine, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    await deleteWorkspace({ ctx: mine.member("owner"), input: { name } });
    await expect(open(other, "support")).resolves.toMatchObject({ workspace: { id: other.workspace.id } });
  });
});

describe("restoreWorkspace", () => {
  test("an owner takes it back as it was, with its agent off", async () => {
    const made = await makeWorkspace(state.runtime);
    await deleteWorkspace({ ctx: made.member("owner"), input: { name } });
    const ctx = await open(made, "owner", { opensDeleted: true });
    expect(await restoreWorkspace({ ctx })).toEqual({ slug: made.workspace.slug, name });
    expect((await open(made, "support")).workspace.isAgentOn).toBe(false);
    expect(await erase(made)).toBeUndefined();
    await expect(open(made, "support")).resolves.toBeDefined();
  });

  test("nobody else, not what was never deleted, not after its time", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    await expect(restoreWorkspace({ ctx })).rejects.toThrow(WorkspaceNotDeleted);
    await deleteWorkspace({ ctx, input: { name } });
    await expect(restoreWorkspace({ ctx: made.member("admin") })).rejects.toThrow(PermissionDenied);
    state.clock.advance(31 * 86_400_000);
    await expect(restoreWorkspace({ ctx })).rejects.toThrow(WorkspaceNotDeleted);
  });
});

describe("eraseWorkspace", () => {
  test("waits for its time, then leaves nothing; a neighbour's rows and shared bytes stay", async () => {
    const [made, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    for (const one of [made, other]) {
      await createFaq({
        ctx: one.member("owner"),
        input: { question: "Kargo?", answer: "Yarın.", language: "tr", tags: [] },
      });
    }
    const [own, shared] = [await keepBytes(Buffer.from("yalnız")), await keepBytes(Buffer.from("ortak"))];
    await addFile(made, own);
    await addFile(made, shared);
    await addFile(other, shared);
    const before = await countRows(other.workspace.id);
    await deleteWorkspace({ ctx: made.member("owner"), input: { name } });
    const { eraseAt } = (
      await admin`select erase_at as "eraseAt" from workspaces where id = ${made.workspace.id}`
    )[0]!;
    expect(await erase(made)).toEqual({ againAt: eraseAt });
    state.clock.advance(30 * 86_400_000);
    expect(await erase(made)).toBeUndefined();
    expect(await countRows(made.workspace.id)).toEqual({});
    expect(await countRows(other.workspace.id)).toEqual(before);
    const isKept = (hash: string) =>
      existsSync(join(state.runtime.env.dataDir, "files", hash.slice(0, 2), hash));
    expect([isKept(own), isKept(shared)]).toEqual([false, true]);
    await expect(open(made, "owner", { opensDeleted: true })).rejects.toThrow(WorkspaceNotFound);
    // Once more, as after a kill.
    expect(await erase(made)).toBeUndefined();
  });

  test("asked for by its deletion, it is carried out in thirty days, its own traces among what goes", async () => {
    const made = await makeWorkspace(state.runtime);
    await deleteWorkspace({ ctx: made.member("owner"), input: { name } });
    const engine = await openTestEngine(state, laterWorkflows(workspaceLaterHandlers));
    await engine.settle();
    expect(await countRows(made.workspace.id)).toMatchObject({ workspaces: 1, later_jobs: 1 });
    state.clock.advance(30 * 86_400_000);
    await engine.settle();
    expect(await countRows(made.workspace.id)).toEqual({});
  });

  test("the database itself erases nothing before its time", async () => {
    const made = await makeWorkspace(state.runtime);
    await deleteWorkspace({ ctx: made.member("owner"), input: { name } });
    const now = state.clock.now().toISOString();
    const [answer] = await state.runtime.worker.$client<{ erased: boolean }[]>`
      select erase_workspace(${made.workspace.id}::uuid, ${now}::timestamptz) as erased`;
    expect(answer?.erased).toBe(false);
    await expect(
      state.runtime.app.$client`select erase_workspace(${made.workspace.id}::uuid, ${now}::timestamptz)`,
    ).rejects.toMatchObject({ code: "42501" });
  });
});

async function addFile(made: Made, sha256: string) {
  await admin`set session_replication_role = replica`;
  await admin`insert into files ${admin({
    workspace_id: made.workspace.id,
    id: newId(),
    message_id: newId(),
    state: "stored",
    sha256,
    content_type: "text/plain",
    size_bytes: 6,
    created_at: state.clock.now(),
  })}`;
  await admin`set session_replication_role = default`;
  expect(await inWorkspace(made.member("owner"), (tx) => tx.$count(files))).toBeGreaterThan(0);
}
