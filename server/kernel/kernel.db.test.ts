import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, laterJobs, outbox, workspaces } from "@/db/schema";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { recordAudit } from "./audit";
import type { Ctx } from "./context";
import { openDatabase, requireServingRole } from "./database";
import { NotSignedIn, WorkspaceNotFound } from "./errors";
import { newId } from "./ids";
import { emit } from "./outbox";
import { createRelay } from "./relay";
import { runLater } from "./run-later";
import {
  encodeSessionCookie,
  endSession,
  openMemberContext,
  resolveSession,
  sessionCookieName,
  startSession,
} from "./session";
import { inWorkspace } from "./transaction";

const state = useTestRuntime();

describe("inWorkspace", () => {
  test("a forgotten where shows the current workspace only, and another's rows cannot be written", async () => {
    const [one, two] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    const seen = await inWorkspace(one.member("owner"), (tx) =>
      tx.select({ id: workspaces.id }).from(workspaces),
    );
    expect(seen).toEqual([{ id: one.workspace.id }]);
    const write = inWorkspace(one.member("owner"), (tx) =>
      tx
        .insert(laterJobs)
        .values({ workspaceId: two.workspace.id, kind: "x", subject: "x", dueAt: state.clock.now() }),
    );
    await expect(write).rejects.toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: "42501" }) }),
    );
  });

  test("joins the caller's transaction and rolls back with it", async () => {
    const { workspace, member } = await makeWorkspace(state.runtime);
    const ctx = member("owner");
    const attempt = inWorkspace(ctx, async (tx) => {
      await inWorkspace({ ...ctx, db: tx }, (inner) =>
        runLater(inner, { workspaceId: workspace.id, kind: "k", subject: "s", dueAt: state.clock.now() }),
      );
      throw new Error("half-way");
    });
    await expect(attempt).rejects.toThrow("half-way");
    expect(await inWorkspace(ctx, (tx) => tx.$count(laterJobs))).toBe(0);
  });

  test("what says that it reads can change nothing", async () => {
    const { workspace, member } = await makeWorkspace(state.runtime);
    const ctx = member("owner");
    const later = { workspaceId: workspace.id, kind: "k", subject: "s", dueAt: state.clock.now() };
    const write = inWorkspace(ctx, (tx) => tx.insert(laterJobs).values(later), { reads: true });
    await expect(write).rejects.toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ cause: expect.objectContaining({ code: "25006" }) }),
      }),
    );
    // The connection is as it was.
    await inWorkspace(ctx, (tx) => tx.insert(laterJobs).values(later));
    expect(await inWorkspace(ctx, (tx) => tx.$count(laterJobs), { reads: true })).toBe(1);
  });
});

describe("transactions that wait for each other", () => {
  /** Takes both locks, the second one when the other transaction has its first. */
  function makeCrossing(ctx: Ctx) {
    let runs = 0;
    const both = Promise.withResolvers<void>();
    let held = 0;
    const take = (first: number, second: number) =>
      inWorkspace(ctx, async (tx) => {
        runs += 1;
        await tx.execute(sql`select pg_advisory_xact_lock(${first})`);
        held += 1;
        if (held === 2) both.resolve();
        await both.promise;
        await tx.execute(sql`select pg_advisory_xact_lock(${second})`);
        return first;
      });
    return { take, countRuns: () => runs };
  }

  test("both come to their end: the one that the database stops leaves nothing and runs again", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const { take, countRuns } = makeCrossing(member("owner"));
    expect(await Promise.all([take(1, 2), take(2, 1)])).toEqual([1, 2]);
    expect(countRuns()).toBe(3);
  });

  test("any other error is told at once", async () => {
    const { member } = await makeWorkspace(state.runtime);
    let runs = 0;
    const failing = inWorkspace(member("owner"), async (tx) => {
      runs += 1;
      await tx.execute(sql`select 1 / 0`);
    });
    await expect(failing).rejects.toThrow();
    expect(runs).toBe(1);
  });
});

describe("the serving role", () => {
  test("an owner or a superuser is refused, with the mend", async () => {
    for (const url of [state.urls.ownerUrl, state.urls.adminUrl]) {
      const database = openDatabase(url, { max: 1, name: "test" });
      await expect(requireServingRole(database, "DATABASE_URL")).rejects.toThrow(/npm start/);
      await database.$client.end();
    }
  });
});

describe("recordAudit", () => {
  test("keeps changed fields only, personal ones as keyed hashes, secrets not at all", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const ctx = member("admin");
    await inWorkspace(ctx, (tx) =>
      recordAudit(tx, ctx, {
        action: "channel.update",
        entity: newId(),
        before: { state: "active", displayName: "Ayşe", tokenEncrypted: "a", same: 1 },
        after: { state: "paused", displayName: "Fatma", tokenEncrypted: "b", same: 1 },
      }),
    );
    const [row] = await inWorkspace(ctx, (tx) => tx.select().from(auditLog));
    expect(row).toMatchObject({ actorKind: "member", action: "channel.update", requestId: "test" });
    expect(Object.keys(row!.changes).sort()).toEqual(["displayName", "state"]);
    expect(row!.changes.state).toEqual({ before: "active", after: "paused" });
    expect(JSON.stringify(row!.changes)).not.toMatch(/Ayşe|Fatma/);
  });

  test("cannot be changed or deleted by those who serve", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const attempt = inWorkspace(member("owner"), (tx) => tx.execute(sql`delete from audit_log`));
    await expect(attempt).rejects.toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: "42501" }) }),
    );
  });
});

describe("the relay", () => {
  test("makes the jobs that events ask for, once per subject, and empties the outbox", async () => {
    const { member, workspace } = await makeWorkspace(state.runtime);
    const ctx = member("owner");
    const aggregateId = newId();
    await inWorkspace(ctx, async (tx) => {
      await emit(tx, ctx, "thing/changed", { aggregateId, version: 1 });
      await emit(tx, ctx, "thing/changed", { aggregateId, version: 2 });
      await emit(tx, ctx, "other/changed", { aggregateId });
    });
    const relay = createRelay(state.runtime, [
      {
        events: ["thing/changed"],
        jobs: (event) => [{ kind: "count", subject: event.aggregateId, dueAt: state.clock.now() }],
      },
    ]);
    await relay.runOnce();
    await relay.runOnce();
    await inWorkspace(ctx, async (tx) => {
      expect(await tx.$count(outbox)).toBe(0);
      expect(await tx.select().from(laterJobs)).toMatchObject([
        { workspaceId: workspace.id, kind: "count", subject: aggregateId },
      ]);
    });
  });

  test("what an event asks for is due from now on when the clock was set back since", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const ctx = member("owner");
    await inWorkspace(ctx, (tx) => emit(tx, ctx, "clock/changed", { aggregateId: newId() }));
    state.clock.advance(-3_600_000);
    await createRelay(state.runtime, [
      {
        events: ["clock/changed"],
        jobs: ({ aggregateId: subject, occurredAt }) => [
          { kind: "soon", subject, dueAt: new Date(occurredAt.getTime() + 1_000) },
        ],
      },
    ]).runOnce();
    const jobs = await inWorkspace(ctx, (tx) => tx.select().from(laterJobs));
    expect(jobs.map(({ dueAt }) => dueAt.getTime() - state.clock.now().getTime())).toEqual([1_000]);
  });

  test("two relays at once hand every event on once", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const ctx = member("owner");
    await inWorkspace(ctx, async (tx) => {
      for (let i = 0; i < 40; i += 1) await emit(tx, ctx, "thing/made", { aggregateId: newId() });
    });
    const seen: string[] = [];
    const rules = [
      {
        events: ["thing/made"],
        jobs: (event: { aggregateId: string }) => {
          seen.push(event.aggregateId);
          return [];
        },
      },
    ];
    await Promise.all([
      createRelay(state.runtime, rules).runOnce(),
      createRelay(state.runtime, rules).runOnce(),
    ]);
    expect(new Set(seen).size).toBe(40);
    expect(seen).toHaveLength(40);
  });
});

describe("sessions", () => {
  const cookieOf = async (sessionId: string) =>
    `${sessionCookieName()}=${await encodeSessionCookie(sessionId)}`;
  const request = (cookie?: string) => ({
    header: (name: string) => (name === "cookie" ? cookie : undefined),
  });

  test("a member opens their workspace, with their role as the row has it", async () => {
    const { team, workspace } = await makeWorkspace(state.runtime);
    const support = team.find((member) => member.role === "support")!;
    const cookie = await cookieOf(await startSession({ personId: support.personId, method: "demo" }));
    const ctx = await openMemberContext({ request: request(cookie), slug: workspace.slug });
    expect(ctx.actor).toMatchObject({ kind: "member", memberId: support.memberId, role: "support" });
    expect(ctx.workspace).toMatchObject({ id: workspace.id, timeZone: "Europe/Istanbul" });
  });

  test("another's workspace and one that does not exist read the same", async () => {
    const [mine, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    const cookie = await cookieOf(await startSession({ personId: mine.team[0]!.personId, method: "demo" }));
    for (const slug of [other.workspace.slug, "no-such-workspace", ""]) {
      await expect(openMemberContext({ request: request(cookie), slug })).rejects.toThrow(WorkspaceNotFound);
    }
  });

  test("ended, expired, forged and missing sessions are nobody", async () => {
    const { team, workspace } = await makeWorkspace(state.runtime);
    const sessionId = await startSession({ personId: team[0]!.personId, method: "demo" });
    const cookie = await cookieOf(sessionId);
    expect(await resolveSession(request(cookie))).toEqual({ sessionId, personId: team[0]!.personId });
    for (const bad of [
      undefined,
      "",
      "a=b",
      `${sessionCookieName()}=junk`,
      await cookieOf(newId()),
      await cookieOf("'; drop table sessions; --"),
    ]) {
      expect(await resolveSession(request(bad))).toBeNull();
    }
    await endSession({ sessionId, personId: team[0]!.personId });
    expect(await resolveSession(request(cookie))).toBeNull();
    await expect(openMemberContext({ request: request(cookie), slug: workspace.slug })).rejects.toThrow(
      NotSignedIn,
    );
  });
});
