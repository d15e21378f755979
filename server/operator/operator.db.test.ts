import { sql } from "drizzle-orm";
import postgres from "postgres";
import { beforeEach, describe, expect, test } from "vitest";
import { agentJobs, dailyFigures, laterJobs, platformAudit } from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { fileRoomBytes } from "@/server/files";
import {
  inOperator,
  inWorkspace,
  newId,
  type OperatorCtx,
  PermissionDenied,
  QuotaReached,
  toPublicId,
} from "@/server/kernel";
import { addMember } from "@/server/members";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { resumeWorkspace, SuspensionChanged, setQuotas, suspendWorkspace } from "@/server/workspaces";
import {
  listActs,
  listBots,
  listErrors,
  listSlowQueries,
  listWorkspaces,
  noteEntry,
  readOverview,
  readSystem,
} from ".";
import { forgetMeasures } from "./measure";
import { openWorkspaceAs } from "./open-workspace";

const state = useTestRuntime();
const actor = { kind: "operator", operatorId: newId(), name: "on-call@example.com" } as const;
const operator = (): OperatorCtx => ({ actor, clock: state.clock, requestId: "test" });

type Made = Awaited<ReturnType<typeof makeWorkspace>>;
const find = async (made: Made) => {
  forgetMeasures();
  const { workspaces: found } = await listWorkspaces({
    ctx: operator(),
    input: { search: made.workspace.slug },
  });
  return found[0]!;
};
const open = (made: Made) => openWorkspaceAs(operator(), made.workspace.id);

beforeEach(() => forgetMeasures());

describe("a workspace's use", () => {
  test("is what it has and what the figures of its last 30 days say; a neighbour's is its own", async () => {
    const [mine, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    const ctx = mine.member("owner");
    await makeChannel(mine);
    const workspaceId = mine.workspace.id;
    const day = (value: string, messages: Record<string, number>, started: number, answer: number) => ({
      workspaceId,
      day: value,
      timeZone: "Europe/Istanbul",
      counts: { messages, conversations: { started }, turns: { answer, handoff: 3 } },
    });
    await inWorkspace(ctx, async (tx) => {
      await tx
        .insert(dailyFigures)
        .values([
          day("2026-11-20", { customer: 10, agent: 7, member: 2 }, 4, 5),
          day("2026-10-22", { customer: 100 }, 30, 20),
          day("2026-10-21", { customer: 5_000 }, 900, 800),
        ]);
      await tx.insert(laterJobs).values([
        { workspaceId, kind: "a", subject: "due", dueAt: state.clock.now() },
        { workspaceId, kind: "a", subject: "later", dueAt: new Date(state.clock.now().getTime() + 60_000) },
      ]);
    });
    expect(await find(mine)).toMatchObject({
      id: toPublicId("workspace", workspaceId),
      state: "working",
      organisation: "Test",
      members: 5,
      bots: 1,
      troubledBots: 0,
      messages: 119,
      conversations: 34,
      answers: 25,
      fileBytes: 0,
      waitingJobs: 1,
      quotas: { fileBytes: 10_737_418_240, members: null, bots: null },
    });
    expect(await find(other)).toMatchObject({ bots: 0, messages: 0, conversations: 0, waitingJobs: 0 });
  });

  test("counts bots that are broken or in trouble", async () => {
    const made = await makeWorkspace(state.runtime);
    const { channelId } = await makeChannel(made);
    await inWorkspace(made.member("owner"), (tx) =>
      tx.execute(sql`insert into channel_troubles (workspace_id, id, channel_id, code, began_at)
        values (${made.workspace.id}::uuid, ${newId()}::uuid, ${channelId}::uuid, 'webhook_missing', now())`),
    );
    expect(await find(made)).toMatchObject({ bots: 1, troubledBots: 1 });
    const [bot] = await listBots({ ctx: operator() });
    expect(bot).toMatchObject({
      id: toPublicId("channel", channelId),
      slug: made.workspace.slug,
      state: "active",
      trouble: { code: "webhook_missing" },
      received: 0,
      waiting: 0,
      lagS: null,
    });
  });

  test("leaves the connection without a workspace", async () => {
    await makeWorkspace(state.runtime);
    await state.runtime.worker.transaction(async (tx) => {
      await tx.execute(sql`select * from measure_workspaces(now())`);
      await tx.execute(sql`select * from measure_bots(now())`);
      const [row] = await tx.execute<{ id: string }>(
        sql`select current_setting('app.workspace_id', true) as id`,
      );
      expect(row?.id).toBe("");
    });
  });

  test("is for operators: no other actor may ask", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const ctx = member("owner") as unknown as OperatorCtx;
    for (const verb of [listBots, listErrors, listSlowQueries, listActs, readOverview, readSystem, noteEntry])
      await expect(verb({ ctx })).rejects.toThrow(PermissionDenied);
    await expect(listWorkspaces({ ctx, input: {} })).rejects.toThrow(PermissionDenied);
  });
});

describe("suspending", () => {
  test("is recorded in both audits, once; resuming brings it back as it was", async () => {
    const made = await makeWorkspace(state.runtime);
    const input = { reason: "  Fatura ödenmedi " };
    const both = await Promise.allSettled([
      suspendWorkspace({ ctx: await open(made), input }),
      suspendWorkspace({ ctx: await open(made), input }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await find(made)).toMatchObject({
      state: "suspended",
      suspension: { reason: "Fatura ödenmedi" },
      isAgentOn: true,
    });
    await resumeWorkspace({ ctx: await open(made) });
    await expect(resumeWorkspace({ ctx: await open(made) })).rejects.toThrow(SuspensionChanged);
    expect(await find(made)).toMatchObject({ state: "working", suspension: null });
    const acts = (await listActs({ ctx: operator() })).slice(0, 2);
    expect(acts).toMatchObject([
      { action: "workspace.resume", operator: "on-call@example.com", reason: null },
      { action: "workspace.suspend", workspace: "Deneme Mağazası", reason: "Fatura ödenmedi" },
    ]);
  });

  test("no member may, whatever the role", async () => {
    const made = await makeWorkspace(state.runtime);
    for (const role of ["owner", "admin"] as const) {
      const ctx = made.member(role) as unknown as Awaited<ReturnType<typeof open>>;
      await expect(suspendWorkspace({ ctx, input: { reason: "Deneme" } })).rejects.toThrow(PermissionDenied);
      await expect(resumeWorkspace({ ctx })).rejects.toThrow(PermissionDenied);
      await expect(
        setQuotas({ ctx, input: { fileQuotaBytes: 1, memberQuota: null, botQuota: null } }),
      ).rejects.toThrow(PermissionDenied);
    }
    expect(await find(made)).toMatchObject({ state: "working" });
  });

  test("a workspace that does not exist is not found", async () => {
    await expect(openWorkspaceAs(operator(), newId())).rejects.toMatchObject({ code: "WORKSPACE_NOT_FOUND" });
  });
});

describe("quotas", () => {
  const newcomer = { displayName: "Yeni", role: "support", locale: "tr" } as const;

  test("of members: the next one is refused, those who are there stay, and two at once do not slip by", async () => {
    const made = await makeWorkspace(state.runtime);
    await setQuotas({
      ctx: await open(made),
      input: { fileQuotaBytes: 1_000, memberQuota: 6, botQuota: 1 },
    });
    const ctx = made.member("owner");
    const both = await Promise.allSettled([
      addMember({ ctx, input: newcomer }),
      addMember({ ctx, input: newcomer }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(addMember({ ctx, input: newcomer })).rejects.toThrow(QuotaReached);
    expect(await find(made)).toMatchObject({
      members: 6,
      quotas: { fileBytes: 1_000, members: 6, bots: 1 },
    });
    await setQuotas({
      ctx: await open(made),
      input: { fileQuotaBytes: 1_000, memberQuota: null, botQuota: null },
    });
    await expect(addMember({ ctx, input: newcomer })).resolves.toBeDefined();
  });

  test("of files: equal content counts once, with its thumbnail; what the quota says is what is left", async () => {
    const made = await makeWorkspace(state.runtime);
    const admin = postgres(state.urls.adminUrl, {
      max: 1,
      onnotice: () => {},
      connection: { session_replication_role: "replica" },
    });
    const file = {
      workspace_id: made.workspace.id,
      message_id: newId(),
      state: "stored",
      size_bytes: 700,
      created_at: new Date(),
    };
    await admin`insert into files ${admin([
      { ...file, id: newId(), sha256: "aa", thumbnail_sha256: "tt", thumbnail_bytes: 50 },
      { ...file, id: newId(), sha256: "aa", thumbnail_sha256: "tt", thumbnail_bytes: 50 },
      { ...file, id: newId(), sha256: "bb", thumbnail_sha256: null, thumbnail_bytes: null },
    ])}`;
    await admin.end();
    expect((await find(made)).fileBytes).toBe(1_450);
    expect(await fileRoomBytes(made.member("owner"))).toBe(10_737_418_240 - 1_450);
    await setQuotas({
      ctx: await open(made),
      input: { fileQuotaBytes: 0, memberQuota: null, botQuota: null },
    });
    expect(await fileRoomBytes(made.member("owner"))).toBe(-1_450);
  });
});

describe("the overview", () => {
  test("says what waits in each queue, how long, and what was tried in vain", async () => {
    const made = await makeWorkspace(state.runtime);
    const now = state.clock.now().getTime();
    const job = (more: object) => ({
      workspaceId: made.workspace.id,
      conversationId: newId(),
      dueAt: new Date(now - 90_000),
      ...more,
    });
    await state.runtime.worker.delete(agentJobs);
    await inWorkspace(made.member("owner"), (tx) =>
      tx
        .insert(agentJobs)
        .values([
          job({}),
          job({ leaseUntil: new Date(now + 10_000), attempts: 1 }),
          job({ leaseUntil: new Date(now - 1), attempts: 2 }),
          job({ dueAt: new Date(now + 60_000), attempts: 7 }),
        ]),
    );
    const overview = await readOverview({ ctx: operator() });
    expect(overview.queues.map(({ name }) => name).sort()).toEqual(
      ["agent", "deliveries", "later", "mail", "outbox", "workflows"].sort(),
    );
    expect(overview.queues.find(({ name }) => name === "agent")).toEqual({
      name: "agent",
      waiting: 2,
      running: 1,
      scheduled: 1,
      retried: 2,
      stuck: 1,
      oldestS: 90,
    });
    expect(overview).toMatchObject({ failingLoops: [], errors: 0 });
  });

  test("counts the errors of the day", async () => {
    state.runtime.errors.note("a job failed", new Error("x"));
    expect((await readOverview({ ctx: operator() })).errors).toBe(1);
    expect(await listErrors({ ctx: operator() })).toMatchObject({
      kinds: [{ message: "a job failed", cause: "Error", count: 1, sample: "x" }],
    });
  });
});

describe("the system", () => {
  test("names its versions, and has run every migration", async () => {
    const system = await readSystem({ ctx: operator() });
    expect(system).toMatchObject({ pendingMigrations: 0, node: process.versions.node });
    expect(system.postgres).toMatch(/^1[5-9]/);
    expect(system.libraries.every(({ version }) => /^\d/.test(version))).toBe(true);
  });

  test("slow queries: none are told where the server does not count them, and those of our roles where it does", async () => {
    const slow = await listSlowQueries({ ctx: operator() });
    if (slow.state === "on") expect(slow.queries.every(({ calls }) => calls > 0)).toBe(true);
    else expect(slow).toEqual({ state: "off" });
  });
});

test("coming in is recorded once an hour", async () => {
  const ctx = { ...operator(), actor: { ...actor, operatorId: newId() } };
  const count = () =>
    inOperator(actor.operatorId, async (tx) =>
      (await tx.select().from(platformAudit)).filter(({ operatorId }) => operatorId === ctx.actor.operatorId),
    );
  await noteEntry({ ctx });
  await noteEntry({ ctx });
  expect(await count()).toMatchObject([{ action: "operator.enter", workspaceId: null }]);
  state.clock.advance(3_600_001);
  await noteEntry({ ctx });
  expect(await count()).toHaveLength(2);
});
