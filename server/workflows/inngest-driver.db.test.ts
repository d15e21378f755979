import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { workflowDrivers, workflowJobs, workflowRuns } from "@/db/schema";
import { type Ctx, inWorkspace, type Runtime } from "@/server/kernel";
import { losingOneAnswer, makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { defineEvent, type Workflow } from "./define";
import { Presence } from "./drivers";
import { askHandler } from "./embedded/call-function";
import { InngestDriver } from "./inngest-driver";
import { openSdk, type Sdk } from "./sdk";
import { sendEvent } from "./send-event";

/** The protocol's two ways to a server, as strict about keys and forms as the server is. */

const state = useTestRuntime();
const signingKey = randomBytes(32).toString("hex");
const bearer = `Bearer ${createHash("sha256").update(Buffer.from(signingKey, "hex")).digest("hex")}`;

const Registration = z.looseObject({
  url: z.string(),
  sdk: z.string().regex(/^js:v4/),
  functions: z.array(z.looseObject({ id: z.string(), triggers: z.array(z.looseObject({})) })),
});
const Events = z.array(
  z.looseObject({
    id: z.uuid(),
    name: z.string(),
    data: z.looseObject({ _santral: z.looseObject({}) }),
    ts: z.number(),
  }),
);

let server: Server;
let baseUrl: string;
let registrations: z.infer<typeof Registration>[] = [];
let taken: z.infer<typeof Events> = [];
let refusals = 0;

const asked = defineEvent("test/asked", 1, z.object({ n: z.number() }));
const doubles: Workflow = {
  id: "test-doubles",
  triggers: [{ event: asked }],
  concurrency: { limit: 2, key: "event.data.n" },
  load:
    async () =>
    async ({ event, step }) =>
      step.run("double", () => Number(event.data.n) * 2),
};

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    const answer = (status: number, content: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    if (request.url?.startsWith("/fn/register")) {
      if (request.headers.authorization !== bearer) return answer(401, { error: "Unauthorized" });
      registrations.push(Registration.parse(body));
      return answer(200, { ok: true, modified: true });
    }
    if (request.url === "/e/an-event-key") {
      refusals -= 1;
      if (refusals >= 0) return answer(400, { error: "not now", status: 400 });
      taken.push(...Events.parse(body));
      return answer(200, { ids: Events.parse(body).map(({ id }) => id), status: 200 });
    }
    return answer(401, { error: "Event key not found", status: 401 });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const serveOrigin = "https://santral.example";
let sdk: Sdk;
let driver: InngestDriver;
let ctx: Ctx;
beforeEach(async () => {
  [registrations, taken, refusals] = [[], [], 0];
  state.clock.set(testStart);
  await state.runtime.worker.delete(workflowDrivers);
  ctx = (await makeWorkspace(state.runtime)).member("owner");
  sdk = await openSdk([doubles], { signingKey, eventKey: "an-event-key", baseUrl, serveOrigin, fetch });
  driver = driverOver(state.runtime);
});

const driverOver = (runtime: Runtime) =>
  new InngestDriver(runtime, {
    sdk,
    presence: new Presence(state.runtime, "inngest"),
    serveUrl: `${serveOrigin}/api/inngest`,
  });

const send = (n: number) => inWorkspace(ctx, (tx) => sendEvent(tx, ctx, asked, { n }));
const jobsLeft = () => inWorkspace(ctx, (tx) => tx.select().from(workflowJobs));

test("a server is told the functions, with the workspace in every key", async () => {
  await driver.runOnce();
  expect(registrations).toHaveLength(1);
  expect(registrations[0]!.url).toBe("https://santral.example/api/inngest");
  expect(registrations[0]!.functions).toMatchObject([
    {
      id: "santral-test-doubles",
      triggers: [{ event: "test/asked" }],
      concurrency: [{ limit: 2, key: 'event.data._santral.workspaceId + " " + string(event.data.n)' }],
    },
  ]);
  await driver.runOnce();
  expect(registrations).toHaveLength(1);
});

test("an event leaves after its commit under its own id, and nothing runs here", async () => {
  const id = await send(4);
  await driver.runOnce();
  expect(taken).toMatchObject([
    { id, name: "test/asked", data: { n: 4, _santral: { workspaceId: ctx.workspace.id, version: 1 } } },
  ]);
  expect(await jobsLeft()).toEqual([]);
  expect(await inWorkspace(ctx, (tx) => tx.select().from(workflowRuns))).toEqual([]);
});

test("an event that the server does not take is sent again under the same id", async () => {
  const id = await send(5);
  refusals = 100;
  await driver.runOnce();
  expect(await jobsLeft()).toMatchObject([{ runId: id, attempts: 1, leaseUntil: null }]);
  refusals = 0;
  state.clock.advance(60_000);
  await driver.runOnce();
  expect(taken.map((event) => event.id)).toEqual([id]);
  expect(await jobsLeft()).toEqual([]);
});

test("an event that was claimed while the database went away leaves as soon as it is back", async () => {
  const id = await send(6);
  const unlucky = driverOver(losingOneAnswer(state.runtime, "crashes = crashes +"));
  await expect(unlucky.runOnce()).rejects.toThrow("CONNECTION_CLOSED");
  expect(taken).toEqual([]);
  await unlucky.runOnce();
  expect(taken.map((event) => event.id)).toEqual([id]);
  expect(await jobsLeft()).toEqual([]);
});

/** The first call of a run that this event began. */
const callOf = (event: object) => ({
  version: -1,
  event,
  events: [event],
  steps: {},
  use_api: false,
  ctx: {
    run_id: "01RUN",
    attempt: 0,
    max_attempts: 5,
    disable_immediate_execution: false,
    stack: { stack: [], current: 0 },
  },
});

test("a function that the server calls, signed, runs its step", async () => {
  await send(21);
  await driver.runOnce();
  const call = callOf(taken[0]!);
  const query = "?fnId=santral-test-doubles&stepId=step";
  const answered = await askHandler(sdk.handler, signingKey, "POST", query, call);
  expect(answered.status).toBe(206);
  expect(await answered.json()).toMatchObject([{ op: "StepRun", displayName: "double", data: 42 }]);
  const forged = await askHandler(sdk.handler, randomBytes(32).toString("hex"), "POST", query, call);
  expect(forged.status).toBe(401);
});

test.each([
  ["a later version", 2, { n: 1 }, "is of version 2; this build knows versions up to 1."],
  ["an older one that does not fit", 0, { n: "one" }, "is of version 0 and does not fit version 1"],
])("an event of %s fails its run by name, without another try", async (_label, version, data, message) => {
  await send(21);
  await driver.runOnce();
  const { _santral } = taken[0]!.data;
  const event = { ...taken[0]!, data: { ...data, _santral: { ..._santral, version } } };
  const query = "?fnId=santral-test-doubles&stepId=step";
  const answered = await askHandler(sdk.handler, signingKey, "POST", query, callOf(event));
  expect(answered.status).toBe(400);
  expect(answered.headers.get("x-inngest-no-retry")).toBe("true");
  expect(await answered.json()).toMatchObject({
    name: "EventVersionUnknown",
    message: expect.stringContaining(`The event test/asked ${message}`),
  });
});

test("a process with another driver does nothing while the earlier one is there, and takes over when it has gone", async () => {
  const earlier = new Presence(state.runtime, "embedded");
  await earlier.say();
  state.clock.advance(1_000);
  const later = new InngestDriver(state.runtime, {
    sdk,
    presence: new Presence(state.runtime, "inngest"),
    serveUrl: "https://santral.example/api/inngest",
  });
  await send(1);
  await expect(later.runOnce()).rejects.toThrow("set INNGEST_BASE_URL alike");
  expect(taken).toEqual([]);
  state.clock.advance(31_000);
  await later.runOnce();
  expect(taken).toHaveLength(1);
});
