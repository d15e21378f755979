import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { featureOverrides, outbox, platformAudit } from "@/db/schema";
import type { DoorRequest } from "@/lib/door";
import { requestManagedBot } from "@/server/channels";
import { receiveImport, startImport } from "@/server/imports";
import {
  type Ctx,
  DomainError,
  inOperator,
  inPerson,
  inWorkspace,
  newId,
  type OperatorCtx,
  PermissionDenied,
  platformScope,
  toPublicId,
} from "@/server/kernel";
import { createEmbed, embedCore } from "@/server/reports";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { foundWorkspace } from "@/server/workspaces";
import { FeatureOff, FeatureOfPlatform, isFeatureOn, listFeatures, listFeaturesOff, setFeature } from ".";
import { type FeatureKey, featureKeys, features } from "./rules";

const state = useTestRuntime({
  isServing: true,
  env: { dataDir: mkdtempSync(join(tmpdir(), "santral-flags-")) },
});
const actor = { kind: "operator", operatorId: newId(), name: "on-call@example.com" } as const;
const operator = (): OperatorCtx => ({ actor, clock: state.clock, requestId: "test" });

let mine: Ctx;
let other: Ctx;
beforeEach(async () => {
  [mine, other] = [
    (await makeWorkspace(state.runtime)).member("owner"),
    (await makeWorkspace(state.runtime)).member("owner"),
  ];
});
/** What was said for all is said for every test. */
afterEach(async () => {
  for (const feature of featureKeys) await set(feature, null, null);
});

const set = (feature: FeatureKey, isOn: boolean | null, ctx: Ctx | null) =>
  setFeature({ ctx: operator(), input: { feature, isOn, workspaceId: ctx?.workspace.id ?? null } });

async function* bytes() {
  yield Buffer.from("soru;yanıt\nKargo ne zaman gelir?;İki günde.\n");
}
const receive = (ctx: Ctx) =>
  receiveImport({ ctx, input: { target: "faq", fileName: "sorular.csv" }, bytes: bytes() });
const embed = (ctx: Ctx) =>
  createEmbed({
    ctx,
    input: {
      title: "Rakamlar",
      widgets: ["messagesIn"],
      days: 7,
      origins: ["https://ornek.com"],
      lastsDays: 30,
    },
  });
/** Whoever has the link looks at it. */
async function look(url: string): Promise<number> {
  const { pathname, searchParams } = new URL(url);
  const request: DoorRequest = {
    method: "GET",
    path: pathname,
    query: searchParams,
    remoteAddress: "203.0.113.9",
    header: () => undefined,
    bytes: async () => new Uint8Array(),
    signal: new AbortController().signal,
  };
  return (await embedCore(request))!.status;
}
async function found() {
  const personId = newId();
  await inPerson(personId, (tx) =>
    tx.execute(sql`insert into people (id, display_name, locale, created_at)
      values (${personId}::uuid, 'Kurucu', 'tr', now())`),
  );
  return foundWorkspace({ personId, input: { kind: "shop", name: "Yeni", language: "tr", timeZone: "UTC" } });
}

/** A door of each part: it throws where it is closed. */
const doors: Record<FeatureKey, (ctx: Ctx) => Promise<unknown>> = {
  imports: receive,
  "managed-bots": (ctx) =>
    requestManagedBot({ ctx, input: { name: "Çiçek" } }).catch((error: unknown) => {
      // Nobody makes bots here; how one is made stands in the channels' own tests.
      if (!(error instanceof DomainError && error.code === "MANAGED_BOTS_OFF")) throw error;
    }),
  embeds: embed,
  "new-organisations": found,
};
const closed = (feature: FeatureKey) => ({ code: "FEATURE_OFF", data: { feature } });

describe.each(featureKeys)("%s", (feature) => {
  const open = doors[feature];

  test("is on, refused when it is switched off for all, and open again when it is switched on", async () => {
    await expect(open(mine)).resolves.not.toThrow();
    await set(feature, false, null);
    for (const ctx of [mine, other]) await expect(open(ctx)).rejects.toMatchObject(closed(feature));
    await set(feature, null, null);
    await expect(open(mine)).resolves.not.toThrow();
  });
});

describe.each(featureKeys.filter((key) => features[key].scope === "workspace"))("%s", (feature) => {
  const open = doors[feature];

  test("is switched off for one workspace, and stays on for others", async () => {
    await set(feature, false, mine);
    await expect(open(mine)).rejects.toMatchObject(closed(feature));
    await expect(open(other)).resolves.not.toThrow();
    expect(await listFeaturesOff(mine)).toEqual([feature]);
    expect(await listFeaturesOff(other)).toEqual([]);
    await set(feature, null, mine);
    await expect(open(mine)).resolves.not.toThrow();
  });

  test("is on for one workspace while it is off for all", async () => {
    await set(feature, false, null);
    await set(feature, true, mine);
    await expect(open(mine)).resolves.not.toThrow();
    await expect(open(other)).rejects.toBeInstanceOf(FeatureOff);
  });
});

test("an import that waits cannot be started while imports are off", async () => {
  const { id } = await receive(mine);
  const start = () => startImport({ ctx: mine, input: { importId: id, mode: "rows" } });
  await set("imports", false, mine);
  await expect(start()).rejects.toMatchObject(closed("imports"));
  await set("imports", null, mine);
  await expect(start()).resolves.toMatchObject({ state: "running" });
});

test("a link that shows figures is closed while embeds are off, and shows them again after", async () => {
  const [own, neighbours] = [await embed(mine), await embed(other)];
  await set("embeds", false, mine);
  expect(await look(own.url)).toBe(410);
  expect(await look(neighbours.url)).toBe(200);
  await set("embeds", null, mine);
  expect(await look(own.url)).toBe(200);
  await set("embeds", false, null);
  expect(await look(neighbours.url)).toBe(410);
});

describe("switching", () => {
  const acts = () =>
    inOperator(actor.operatorId, async (tx) =>
      (await tx.select().from(platformAudit).orderBy(platformAudit.at, platformAudit.id)).filter(
        ({ action }) => action === "feature.set",
      ),
    );

  test("stands in the platform's audit once, with what it was before", async () => {
    const before = (await acts()).length;
    await set("imports", false, mine);
    await set("imports", false, mine);
    await set("imports", null, mine);
    expect((await acts()).slice(before)).toMatchObject([
      {
        operator: actor.name,
        workspaceId: mine.workspace.id,
        changes: { feature: { after: "imports" }, isOn: { before: null, after: false } },
      },
      { changes: { isOn: { before: false, after: null } } },
    ]);
  });

  test("two at once leave one row", async () => {
    await Promise.all([set("embeds", false, null), set("embeds", false, null), set("embeds", true, null)]);
    const rows = await state.runtime.worker.select().from(featureOverrides);
    expect(rows.filter(({ feature, workspaceId }) => feature === "embeds" && !workspaceId)).toHaveLength(1);
  });

  test("is listed with the workspaces that go their own way", async () => {
    await set("embeds", false, null);
    await set("embeds", true, mine);
    const all = await listFeatures({ ctx: operator() });
    expect(all.map(({ feature }) => feature)).toEqual(featureKeys);
    expect(all.find(({ feature }) => feature === "embeds")).toMatchObject({
      platform: false,
      isOnByDefault: true,
      workspaces: expect.arrayContaining([
        { workspaceId: toPublicId("workspace", mine.workspace.id), isOn: true },
      ]),
    });
  });

  test("what is about no workspace is switched for all only; a workspace that is not there is not found", async () => {
    await expect(set("new-organisations", false, mine)).rejects.toBeInstanceOf(FeatureOfPlatform);
    await expect(
      setFeature({ ctx: operator(), input: { feature: "imports", isOn: false, workspaceId: newId() } }),
    ).rejects.toMatchObject({ code: "WORKSPACE_NOT_FOUND" });
  });

  test("is for operators: no member may, whatever the role", async () => {
    const ctx = mine as unknown as OperatorCtx;
    await expect(
      setFeature({ ctx, input: { feature: "imports", isOn: false, workspaceId: null } }),
    ).rejects.toThrow(PermissionDenied);
    await expect(listFeatures({ ctx })).rejects.toThrow(PermissionDenied);
    expect(await isFeatureOn("imports", mine)).toBe(true);
  });

  test("tells the workspace's open panels", async () => {
    const hints: string[] = [];
    const end = state.runtime.live.subscribe(mine.workspace.id, {
      onHint: ({ topic }) => hints.push(topic),
      onResync: () => {},
    });
    await set("embeds", false, mine);
    await expect.poll(() => hints).toEqual(["workspace/switched"]);
    end();
  });
});

describe("what another process has switched", () => {
  const switchElsewhere = async () => {
    const admin = postgres(state.urls.adminUrl, { max: 1, onnotice: () => {} });
    await admin`insert into feature_overrides (id, feature, is_on, changed_at)
      values (${newId()}, 'imports', false, now())`;
    await admin.end();
  };

  test("holds here as soon as it is told", async () => {
    expect(await isFeatureOn("imports", mine)).toBe(true);
    await switchElsewhere();
    expect(await isFeatureOn("imports", mine)).toBe(true);
    const now = state.clock.now();
    await inWorkspace({ workspace: { id: platformScope } }, (tx) =>
      tx.insert(outbox).values({
        workspaceId: platformScope,
        id: newId(),
        name: "feature/changed",
        aggregateId: platformScope,
        version: 0,
        actorKind: "operator",
        actorId: null,
        occurredAt: now,
        dueAt: now,
      }),
    );
    await expect.poll(() => isFeatureOn("imports", mine)).toBe(false);
  });

  test("holds here after ten seconds where nothing was told", async () => {
    expect(await isFeatureOn("imports", mine)).toBe(true);
    await switchElsewhere();
    expect(await isFeatureOn("imports", mine)).toBe(true);
    state.clock.advance(10_001);
    expect(await isFeatureOn("imports", mine)).toBe(false);
  });
});
