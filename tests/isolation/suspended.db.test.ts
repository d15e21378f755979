import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agentRuns, conversations, deliveryQueue, messages, workspaces } from "@/db/schema";
import { createAgentLoop } from "@/server/agent";
import { forgetSendingChannel } from "@/server/channels";
import { conversationExportCore } from "@/server/conversations";
import { customerExportCore } from "@/server/customers";
import { createDispatcher } from "@/server/deliveries";
import { fileCore } from "@/server/files";
import { handleImportUpload } from "@/server/imports";
import { exportCore } from "@/server/insight";
import { fromPublicId, inWorkspace, openMemberActor, type Transaction } from "@/server/kernel";
import { liveCore } from "@/server/live";
import { openWorkspace } from "@/server/notifications";
import { logoCore } from "@/server/organisations";
import { embedCore } from "@/server/reports";
import { handleTrpc } from "@/server/trpc/handler";
import { appRouter } from "@/server/trpc/root";
import { uploadCore } from "@/server/uploads";
import { resumeWorkspace, suspendWorkspace } from "@/server/workspaces";
import { ask } from "./ask-door";
import { until } from "./fill-outside";
import { useNeighbours } from "./neighbours";
import { samples } from "./samples";

const state = useNeighbours();
const reason = "Fatura ödenmedi";
const operator = { kind: "operator", operatorId: crypto.randomUUID(), name: "op@example.com" } as const;

const read = <T>(work: (tx: Transaction) => Promise<T>) => inWorkspace(state.a.as({ kind: "agent" }), work);
const asOperator = () => ({ ...state.a.as(operator), actor: operator });
/** As the live hub does where it runs. */
const tellProcess = () => forgetSendingChannel(fromPublicId("channel", state.a.channelId)!);

async function call(path: string, type: string, input: unknown, headers: Record<string, string>) {
  const isMutation = type === "mutation";
  const url = new URL(`/api/trpc/${path}`, state.runtime.env.origin);
  if (!isMutation && input !== undefined) url.searchParams.set("input", JSON.stringify(input));
  const response = await handleTrpc(
    new Request(url, {
      method: isMutation ? "POST" : "GET",
      headers: { host: url.host, "content-type": "application/json", ...headers },
      ...(isMutation ? { body: JSON.stringify(input ?? null) } : {}),
    }),
  );
  const body = (await response.json()) as { error?: { data: { code: string; detail: unknown } } };
  return { status: response.status, code: body.error?.data.code, detail: body.error?.data.detail };
}

await Promise.all(Object.values(appRouter._def.lazy).map((router) => router.load()));
const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
).filter(([path]) => path in samples);

beforeAll(async () => {
  state.runtime.env.supportAddress = "destek@example.com";
  await suspendWorkspace({ ctx: asOperator(), input: { reason } });
  tellProcess();
});

describe("while a workspace is suspended", () => {
  test.each(procedures)(
    "%s is refused to its owner, with the reason and whom to ask",
    async (path, { _def }) => {
      const [attempt] = samples[path]!.attempts(state.a, state.b);
      const answer = await call(path, _def.type, attempt?.input, await state.a.headersOf("owner"));
      expect(answer).toMatchObject({
        status: 403,
        code: "WORKSPACE_SUSPENDED",
        detail: { reason, contact: "destek@example.com" },
      });
    },
  );

  test("files, exports, uploads, imports, logos and the live stream are shut", async () => {
    const headers = await state.a.headersOf("owner");
    const { slug } = state.a.workspace;
    const asked = [
      [fileCore, { path: `/api/files/${state.a.fileId}?workspace=${slug}` }],
      [fileCore, { path: `/api/files/${state.a.fileId}` }],
      [exportCore, { path: `/api/insight/export?workspace=${slug}` }],
      [customerExportCore, { path: `/api/customers/export?workspace=${slug}&lang=tr` }],
      [conversationExportCore, { path: `/api/conversations/export?workspace=${slug}` }],
      [uploadCore, { path: "/api/uploads?name=a.txt", method: "POST", body: "x" }],
      [logoCore, { path: "/api/organisations/logo", method: "PUT", body: "x" }],
      [liveCore, { path: `/api/live?workspace=${slug}` }],
    ] as const;
    for (const [core, question] of asked) {
      const answer = await ask(core, { ...question, headers });
      expect([403, 404], question.path).toContain(answer?.status);
    }
    const imported = await handleImportUpload(
      new Request("http://127.0.0.1:3000/api/imports?target=shopOrders&name=a.csv", {
        method: "POST",
        body: "a;b",
        headers: { host: "127.0.0.1:3000", ...headers },
      }),
    );
    expect(imported.status).toBe(403);
  });

  test("its embeds show nothing", async () => {
    const answer = await ask(embedCore, { path: new URL(state.a.embedUrl).pathname });
    expect(answer?.text).not.toContain(`${state.a.word} rakamları`);
    expect(answer?.status).toBe(410);
  });

  test("no member acts through a bot, and nobody is notified", async () => {
    const owner = state.a.team.find(({ role }) => role === "owner")!;
    expect(await openMemberActor(state.a.workspace.id, owner.memberId)).toBeNull();
    expect(await openWorkspace(state.a.workspace.id)).toBeNull();
  });

  test("what customers write is taken in; nothing is answered and nothing leaves", async () => {
    const before = await read(async (tx) => ({
      messages: await tx.$count(messages),
      runs: await tx.$count(agentRuns),
      queued: await tx.$count(deliveryQueue),
    }));
    expect(before.queued).toBeGreaterThan(0);
    const stranger = state.telegram.sandbox.createUser({ first_name: "Yeni" });
    state.telegram.sandbox.sendMessage({ bot: state.a.bot.username, from: stranger.id, text: "merhaba" });
    await until(async () => (await read((tx) => tx.$count(messages))) > before.messages);
    const [loop, dispatcher] = [createAgentLoop(state.runtime), createDispatcher(state.runtime)];
    for (let turn = 0; turn < 5; turn += 1) {
      await loop.runOnce();
      await dispatcher.runOnce();
    }
    // The neighbour's are dealt with meanwhile.
    await until(async () => {
      await dispatcher.runOnce();
      return (await inWorkspace(state.b.as({ kind: "agent" }), (tx) => tx.$count(deliveryQueue))) === 0;
    });
    expect(await read((tx) => tx.$count(agentRuns))).toBe(before.runs);
    expect(await read((tx) => tx.$count(deliveryQueue))).toBe(before.queued);
  });

  test("the neighbour's members work on", async () => {
    const answer = await call("workspaces.get", "query", undefined, await state.b.headersOf("support"));
    expect(answer.status).toBe(200);
  });
});

describe("resumed", () => {
  beforeAll(async () => {
    await resumeWorkspace({ ctx: asOperator() });
    tellProcess();
  });
  afterAll(() => {
    state.runtime.env.supportAddress = null;
  });

  test("its people work, its embeds show, its switch stands as it was", async () => {
    const answer = await call("workspaces.get", "query", undefined, await state.a.headersOf("support"));
    expect(answer.status).toBe(200);
    const embed = await ask(embedCore, { path: new URL(state.a.embedUrl).pathname });
    expect(embed?.status).toBe(200);
    expect(await read((tx) => tx.select().from(workspaces))).toMatchObject([
      { isAgentOn: true, suspendedAt: null, suspensionReason: null },
    ]);
  });

  test("what was queued leaves; what was written meanwhile is for people, what comes now is answered", async () => {
    const runs = await read((tx) => tx.$count(agentRuns));
    const [loop, dispatcher] = [createAgentLoop(state.runtime), createDispatcher(state.runtime)];
    await loop.runOnce();
    await until(async () => {
      await dispatcher.runOnce();
      return (await read((tx) => tx.$count(deliveryQueue))) === 0;
    });
    expect(await read((tx) => tx.$count(agentRuns))).toBe(runs);
    const [waiting] = await read((tx) =>
      tx.select().from(conversations).where(eq(conversations.status, "open")).limit(1),
    );
    expect(waiting?.agentSeq).toBe(waiting?.lastSeq);

    const next = state.telegram.sandbox.createUser({ first_name: "Sonraki" });
    state.telegram.sandbox.sendMessage({ bot: state.a.bot.username, from: next.id, text: "merhaba" });
    await until(async () => {
      await loop.runOnce();
      return (await read((tx) => tx.$count(agentRuns))) > runs;
    });
  });
});
