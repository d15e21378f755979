import { describe, expect, test } from "vitest";
import { claimTables, workspaceTables } from "@/db/schema/security";
import { telegramWebhookCore } from "@/server/conversations";
import type { MemberRole } from "@/server/kernel";
import { createMailCore } from "@/server/mail";
import { healthCore, metricsCore, runtimeCore, upkeepWorkflow } from "@/server/operations";
import { createWorkflowsCore, openEngine } from "@/server/workflows";
import { ask } from "./ask-door";
import { fingerprint, leaks, useNeighbours } from "./neighbours";

/** What others than browsers ask of the product, and what stands beside it on this machine. */
const state = useNeighbours();
const tables = [...workspaceTables, ...claimTables, "workspaces"];
const standing = () => fingerprint(state.admin, state.a.workspace.id, tables);
const mine = (role: MemberRole = "owner") => state.b.headersOf(role);

describe("health and metrics", () => {
  test.each([
    ["/api/health", healthCore],
    ["/api/metrics", metricsCore],
    ["/sandbox/runtime", runtimeCore],
  ] as const)("%s names no workspace", async (path, core) => {
    const answer = await ask(core, { path, headers: await mine() });
    expect(answer).not.toBeNull();
    const { id, slug } = state.a.workspace;
    for (const word of [id, slug, state.a.phone, state.a.order, state.a.bot.username]) {
      expect(answer?.text).not.toContain(word);
    }
    expect(leaks(answer?.text)).toBe(false);
  });

  test("metrics are for this machine, also behind a proxy, or with the token", async () => {
    const away = { remoteAddress: "203.0.113.9" };
    expect(await ask(metricsCore, { path: "/api/metrics", ...away })).toMatchObject({ status: 403 });
    expect(
      await ask(metricsCore, { path: "/api/metrics", headers: { "x-forwarded-for": "203.0.113.9" } }),
    ).toMatchObject({ status: 403 });
  });
});

test("functions are called by whoever signs with the installation's key, and by nobody else", async () => {
  const engine = await openEngine(state.runtime, [upkeepWorkflow]);
  const core = createWorkflowsCore(engine);
  const call = { event: { name: "x", data: {} }, events: [], steps: {}, ctx: { run_id: "r", attempt: 0 } };
  const path = "/api/inngest?fnId=santral-operations-upkeep&stepId=step";
  for (const method of ["GET", "POST", "PUT"]) {
    const unsigned = await ask(core, { path, method, headers: await mine(), body: call });
    expect(unsigned, method).toMatchObject({ status: 401 });
    const forged = {
      "content-type": "application/json",
      "x-inngest-signature": `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`,
    };
    const refused = await ask(core, { path, method, headers: { ...(await mine()), ...forged }, body: call });
    expect(refused?.status, method).toBe(401);
    expect(leaks(refused?.text)).toBe(false);
  }
});

describe("webhooks", () => {
  const deliver = (key: string, secret: string | undefined, update: unknown) =>
    ask(telegramWebhookCore, {
      path: `/api/webhooks/telegram/${key}`,
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(secret ? { "x-telegram-bot-api-secret-token": secret } : {}),
      },
      body: update,
    });
  /** A's own customer, at whichever bot. */
  const update = (updateId: number) => {
    const from = { id: state.a.buyer.id, is_bot: false, first_name: "Başkası" };
    const chat = { id: from.id, type: "private" };
    return {
      update_id: updateId,
      message: { message_id: updateId, date: 1_795_000_000, chat, from, text: "sızma" },
    };
  };
  const secretOf = (bot: string): string => {
    const call = state.telegram.sandbox.listCalls({ bot }).find(({ method }) => method === "setWebhook");
    return (call!.params as { secret_token: string }).secret_token;
  };

  test("of A refuse B's secret, and store nothing", async () => {
    const before = await standing();
    const theirs = secretOf(state.b.bot.username);
    for (const secret of [undefined, "", theirs]) {
      expect(await deliver(state.a.channelKey, secret, update(9_000_001))).toMatchObject({ status: 401 });
    }
    expect(await standing()).toEqual(before);
  });

  test("of B make A's customer a customer of B's, and leave A's alone", async () => {
    const before = await standing();
    const answer = await deliver(state.b.channelKey, secretOf(state.b.bot.username), update(9_000_002));
    expect(answer).toMatchObject({ status: 200 });
    expect(leaks(answer?.text)).toBe(false);
    expect(await standing()).toEqual(before);
    const [made] = await state.admin`
      select count(*)::int as n from identities where value = ${String(state.a.buyer.id)}`;
    expect(made?.n).toBe(2);
  });
});

describe("mail", () => {
  const secret = "a secret of this test";
  const core = createMailCore(secret);
  const event = (mailId: string) =>
    JSON.stringify({ type: "bounce", messageId: `<${mailId}@santral.example>` });
  const report = (body: string, headers: Record<string, string>) =>
    ask(core, {
      path: "/api/mail/events",
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });

  test("reports that nobody signed change nothing, whoever is signed in", async () => {
    const [mail] = await state.admin`select id from mails where workspace_id = ${state.a.workspace.id}`;
    const before = await standing();
    const at = Math.floor(state.runtime.clock.now().getTime() / 1_000);
    for (const signature of ["", `t=${at},v1=${"0".repeat(64)}`]) {
      const headers = { ...(await mine()), "x-santral-signature": signature };
      const answer = await report(event(mail!.id as string), headers);
      expect(answer).toMatchObject({ status: 401 });
    }
    expect(await standing()).toEqual(before);
  });

  test("a link to unsubscribe is no use when it was altered", async () => {
    const before = await standing();
    for (const token of ["", "k1.a.b.c", `${state.a.workspace.id}`]) {
      const answer = await ask(core, {
        path: `/api/mail/unsubscribe/${token}`,
        method: "POST",
        headers: await mine(),
      });
      expect(answer).toMatchObject({ status: 404 });
      expect(leaks(answer?.text)).toBe(false);
    }
    expect(await standing()).toEqual(before);
  });
});

describe("the local stand-ins", () => {
  test.each(["control/mails", "control/faults", "html/00000000-0000-0000-0000-000000000000?key=x"])(
    "mail: %s wants the control token, whoever is signed in",
    async (path) => {
      const answer = await ask(state.telegram.sandbox.handle, {
        path: `/sandbox/mail/${path}`,
        headers: await mine(),
      });
      expect(answer).toMatchObject({ status: 401 });
      expect(leaks(answer?.text)).toBe(false);
    },
  );

  test.each(["control/users", "control/bots", "control/calls", "control/faults"])(
    "%s wants the control token, whoever is signed in",
    async (path) => {
      const answer = await ask(state.telegram.sandbox.handle, {
        path: `/sandbox/telegram/${path}`,
        headers: await mine(),
      });
      expect(answer).toMatchObject({ status: 401 });
      expect(leaks(answer?.text)).toBe(false);
    },
  );

  test("the demo's facts are told to this machine only", async () => {
    const headers = { ...(await mine()), host: "127.0.0.1:3000" };
    const path = "/sandbox/demo";
    for (const question of [
      { path, headers, remoteAddress: "203.0.113.9" },
      { path, headers: { ...headers, host: "evil.example" } },
      { path, headers: { ...headers, "x-forwarded-for": "203.0.113.9" } },
    ]) {
      expect(await ask(state.telegram.sandbox.handle, question)).toMatchObject({ status: 403 });
    }
  });

  test("a bot's token opens that bot and no other's files", async () => {
    const call = (token: string, method: string, params: object) =>
      state.telegram.call(token, method, params as Record<string, unknown>);
    const photos = state.telegram.sandbox
      .listCalls({ bot: state.a.bot.username })
      .filter(({ method }) => method === "getFile");
    const { file_id: fileId } = photos[0]!.params as { file_id: string };
    expect(await call(state.a.bot.token, "getFile", { file_id: fileId })).toMatchObject({ ok: true });
    expect(await call(state.b.bot.token, "getFile", { file_id: fileId })).toMatchObject({ ok: false });
  });
});
