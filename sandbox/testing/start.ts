import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, type SandboxPorts, startSandbox } from "..";
import type { Clock } from "../telegram/clock";
import { serveDoor } from "./http";

export const controlToken = "test-control-token";

export type TestSandbox = {
  sandbox: Sandbox;
  origin: string;
  dataDir: string;
  /** A Bot API call over HTTP; gives the status and the parsed answer. */
  call(token: string, method: string, params?: Record<string, unknown>): Promise<ApiReply>;
  /** A control call over HTTP; GET when there is no body. */
  control(path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  close(): Promise<void>;
};

export type ApiReply = {
  status: number;
  ok: boolean;
  result?: unknown;
  description?: string;
  error_code?: number;
  parameters?: { retry_after?: number };
};

/** A sandbox on a free port with a data folder of its own. */
export async function startTestSandbox(
  options: { clock?: Clock; dataDir?: string; ports?: Partial<SandboxPorts> } = {},
): Promise<TestSandbox> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "santral-sandbox-")));
  let sandbox: Sandbox | undefined;
  const server = await serveDoor((request) => sandbox?.handle(request) ?? null);
  const { origin } = server;
  sandbox = await startSandbox({
    dataDir,
    origin,
    controlToken,
    findConversation: async () => null,
    describeDemo: async () => ({
      workspace: { slug: "demo" },
      bot: { username: "demo_bot", token: "1:x" },
      customer: { telegramId: 1, shopOrder: { number: "1", tracking: "2" } },
      signIns: [],
    }),
    log: () => {},
    ...(options.clock && { clock: options.clock }),
    ...options.ports,
  });
  const running = sandbox;
  return {
    sandbox: running,
    origin,
    dataDir,
    call: (token, method, params) => send(`${origin}/sandbox/telegram/bot${token}/${method}`, params ?? {}),
    control: async (path, body) => {
      const response = await fetch(`${origin}/sandbox/telegram/control/${path}`, {
        headers: { authorization: `Bearer ${controlToken}` },
        ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async close() {
      await running.stop();
      await server.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function send(url: string, params: Record<string, unknown>): Promise<ApiReply> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  return { status: response.status, ...((await response.json()) as Omit<ApiReply, "status">) };
}
