import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, inject } from "vitest";
import * as schema from "@/db/schema";
import { createTestDatabase } from "@/db/testing";
import {
  type Actor,
  type Ctx,
  fixedClock,
  type MemberRole,
  newId,
  type Runtime,
  startRuntime,
  type WorkspaceKind,
} from "@/server/kernel";

export { losingOneAnswer } from "./lost-answer";

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the server under test, as a role that may create roles and databases. */
    adminUrl: string;
  }
}

export const testStart = new Date("2026-11-20T09:00:00.000Z");

/**
 * A database, a data folder and a runtime for one test file: a fresh copy of the schema, a clock that stands at
 * `testStart`, no loops and no LISTEN connection unless `isServing`.
 */
export function useTestRuntime(options: { isServing?: boolean; env?: Partial<Runtime["env"]> } = {}) {
  const clock = fixedClock(testStart);
  const state: { runtime?: Runtime; urls?: Awaited<ReturnType<typeof createTestDatabase>> } = {};
  const dataDir = mkdtempSync(join(tmpdir(), "santral-test-data-"));
  beforeAll(async () => {
    state.urls = await createTestDatabase(inject("adminUrl"));
    state.runtime = await startRuntime({
      clock,
      isServing: options.isServing ?? false,
      env: {
        mode: "test",
        port: 3000,
        origin: "http://127.0.0.1:3000",
        hasPublicHttps: false,
        databaseUrl: state.urls.appUrl,
        databaseWorkerUrl: state.urls.workerUrl,
        databaseDirectUrl: state.urls.appUrl,
        dataDir,
        secret: randomBytes(32),
        previousSecrets: [],
        previousCookieSecrets: [],
        controlToken: undefined,
        metricsToken: undefined,
        countryHeader: undefined,
        signInProviders: { telegram: null, google: null, microsoft: null },
        isSandboxOn: true,
        mailFrom: { name: "Santral", address: "no-reply@santral.example" },
        platformBot: null,
        logLevel: "silent",
        ...options.env,
      },
    });
  });
  afterAll(async () => {
    await state.runtime?.stop();
    await state.urls?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    clock,
    get runtime(): Runtime {
      return state.runtime!;
    },
    /** Connection addresses by role; `adminUrl` sees past row security. */
    get urls() {
      return state.urls!;
    },
  };
}

/** Resolves when so many transactions of this database wait for a lock; after two seconds, when none came to wait. */
export async function awaitWaiting(runtime: Runtime, count: number): Promise<void> {
  for (const end = Date.now() + 2_000; Date.now() < end; await sleep(10)) {
    const [row] = await runtime.worker.execute<{ waiting: number }>(sql`
      select count(distinct l.pid)::int as waiting from pg_locks l
      where not l.granted and l.pid in (
        select k.pid from pg_locks k where k.database = (select oid from pg_database where datname = current_database()))`);
    if (row!.waiting >= count) return;
  }
}

/** Has the disk count as full, by a mark above all that is free. @returns makes it free again */
export async function fillDisk({ env, storage }: Runtime): Promise<() => Promise<void>> {
  env.storage = { stopBytes: Number.MAX_SAFE_INTEGER };
  await storage.look();
  return async () => {
    env.storage = { stopBytes: 1 };
    await storage.look();
  };
}

const alwaysOpen = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]);

/**
 * A workspace of its own with one member of each role, written as a migration would (past the verbs, so that a
 * verb's test rests on nothing but itself).
 */
export async function makeWorkspace(
  runtime: Runtime,
  options: { kind?: WorkspaceKind; timeZone?: string } = {},
) {
  const workspaceId = newId();
  const organisationId = newId();
  const now = runtime.clock.now();
  const slug = `w-${workspaceId.slice(-12)}`;
  const roles: MemberRole[] = ["owner", "admin", "supervisor", "support", "analyst"];
  const team = roles.map((role) => ({ role, personId: newId(), memberId: newId() }));
  for (const { personId, role } of team) {
    await runtime.app.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.person_id', ${personId}, true)`);
      await tx
        .insert(schema.people)
        .values({ id: personId, displayName: `Deniz ${role}`, locale: "tr", createdAt: now });
    });
  }
  await runtime.app.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
    await tx.insert(schema.organisations).values({ id: organisationId, name: "Test", createdAt: now });
    await tx.insert(schema.workspaces).values({
      id: workspaceId,
      organisationId,
      kind: options.kind ?? "shop",
      name: "Deneme Mağazası",
      slug,
      timeZone: options.timeZone ?? "Europe/Istanbul",
      defaultLanguage: "tr",
      languages: ["tr", "en", "ru", "ar"],
      businessHours: alwaysOpen,
      createdAt: now,
    });
    await tx.insert(schema.members).values(
      team.map(({ role, personId, memberId }) => ({
        workspaceId,
        id: memberId,
        personId,
        role,
        displayName: `Deniz ${role}`,
        createdAt: now,
      })),
    );
  });
  const workspace: Ctx["workspace"] = {
    id: workspaceId,
    slug,
    kind: options.kind ?? "shop",
    name: "Deneme Mağazası",
    timeZone: options.timeZone ?? "Europe/Istanbul",
    defaultLanguage: "tr",
    languages: ["tr", "en", "ru", "ar"],
    businessHours: alwaysOpen,
    isAgentOn: true,
    minutesPerAnswer: 3,
  };
  const as = (actor: Actor): Ctx => ({ workspace, actor, clock: runtime.clock, requestId: "test" });
  return {
    workspace,
    team,
    as,
    /** A context of the member with this role. */
    member(role: MemberRole): Ctx {
      const found = team.find((candidate) => candidate.role === role)!;
      return as({
        kind: "member",
        memberId: found.memberId,
        personId: found.personId,
        role,
        displayName: `Deniz ${role}`,
      });
    },
  };
}
