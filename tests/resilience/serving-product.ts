import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { createTestDatabase } from "@/db/testing";
import type { DoorCore, DoorRequest, DoorResponse } from "@/lib/door";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { agentLaterHandlers, createAgentLoop } from "@/server/agent";
import { connectTelegramBot } from "@/server/channels";
import { drainIntake, telegramWebhookCore } from "@/server/conversations";
import { createDispatcher } from "@/server/deliveries";
import { fetchFile, fileCore } from "@/server/files";
import { checkGroupLater } from "@/server/groups";
import { figureRules, insightLaterHandlers } from "@/server/insight";
import {
  type Ctx,
  encodeSessionCookie,
  type MemberRole,
  type Runtime,
  sessionCookieName,
  startRuntime,
  startSession,
} from "@/server/kernel";
import { createFaq } from "@/server/knowledge";
import { liveCore } from "@/server/live";
import { healthCore, metricsCore, upkeepWorkflow } from "@/server/operations";
import { makeWorkspace } from "@/server/testing";
import { handleTrpc } from "@/server/trpc/handler";
import { uploadCore } from "@/server/uploads";
import { laterWorkflows, openEngine, startEngine } from "@/server/workflows";
import { DatabaseLink } from "./database-link";

type DoorHttp = {
  HttpDoorRequest: new (incoming: IncomingMessage, outgoing: ServerResponse) => DoorRequest;
  writeDoorResponse(outgoing: ServerResponse, response: DoorResponse): Promise<void>;
};

/** The machine's clock, as somebody sets it. */
export class MovableClock {
  #offsetMs = 0;
  readonly now = () => new Date(Date.now() + this.#offsetMs);
  jump(ms: number): void {
    this.#offsetMs += ms;
  }
}

/** Answered as often as it is said, as a question that was answered is not. */
export const greeting = "merhaba";

/** The question that the shop's knowledge answers. */
export const question = "hediye paketi var mı";
export const answer = "Evet, her siparişe ücretsiz hediye paketi yapıyoruz.";

const ownWorkflows = [
  upkeepWorkflow,
  ...laterWorkflows({
    "files/fetch": fetchFile,
    "groups/check": checkGroupLater,
    ...agentLaterHandlers,
    ...insightLaterHandlers,
  }),
];

/**
 * The product as it serves, in this process: runtime with its loops, door over real HTTP, local Telegram, one shop
 * with a connected bot; over a database link that can be cut and under a clock that can jump.
 */
export class ServingProduct {
  readonly clock = new MovableClock();
  private constructor(
    readonly runtime: Runtime,
    readonly link: DatabaseLink,
    readonly telegram: TestSandbox,
    readonly origin: string,
    /** Sees past row security, and past the link. */
    readonly admin: postgres.Sql,
    readonly shop: Awaited<ReturnType<typeof makeWorkspace>>,
    readonly bot: { username: string; token: string },
    readonly channelId: string,
    private readonly server: Server,
    private readonly drop: () => Promise<void>,
    clock: MovableClock,
    /** What happens once before the local Telegram answers a call of this method. */
    readonly meanwhile: Meanwhile,
  ) {
    this.clock = clock;
  }

  static async start(adminUrl: string): Promise<ServingProduct> {
    const database = await createTestDatabase(adminUrl);
    const link = await DatabaseLink.to(database.appUrl);
    const { server, origin, cores } = await serve();
    const clock = new MovableClock();
    const telegram = await startTestSandbox();
    const meanwhile: Meanwhile = new Map();
    const runtime = await startRuntime({
      clock,
      rules: figureRules,
      env: {
        mode: "test",
        port: Number(new URL(origin).port),
        origin,
        hasPublicHttps: false,
        databaseUrl: link.through(database.appUrl),
        databaseWorkerUrl: link.through(database.workerUrl),
        databaseDirectUrl: link.through(database.appUrl),
        dataDir: telegram.dataDir,
        secret: randomBytes(32),
        previousSecrets: [],
        previousCookieSecrets: [],
        controlToken: undefined,
        metricsToken: undefined,
        countryHeader: undefined,
        signInProviders: { telegram: null, google: null, microsoft: null },
        isSandboxOn: true,
        platformBot: null,
        logLevel: "silent",
      },
    });
    cores.push(
      telegramWebhookCore,
      liveCore,
      healthCore,
      metricsCore,
      fileCore,
      uploadCore,
      interruptible(telegram.sandbox.handle, meanwhile),
    );
    runtime.onStop(drainIntake);
    runtime.startLoop(createAgentLoop(runtime));
    runtime.startLoop(createDispatcher(runtime));
    await startEngine(runtime, await openEngine(runtime, ownWorkflows));
    const shop = await makeWorkspace(runtime);
    const owner = shop.member("owner");
    await createFaq({
      ctx: owner,
      input: { question: "Hediye paketi var mı?", answer, language: "tr", tags: [] },
    });
    const bot = telegram.sandbox.createBot({ name: "Dayanıklı", username: "dayanikli_bot" });
    const channel = await connectTelegramBot({
      ctx: owner,
      input: { token: bot.token, apiRoot: "/sandbox/telegram" },
    });
    const admin = postgres(database.adminUrl, { max: 2, onnotice: () => {} });
    return new ServingProduct(
      runtime,
      link,
      telegram,
      origin,
      admin,
      shop,
      bot,
      channel.id,
      server,
      database.drop,
      clock,
      meanwhile,
    );
  }

  as(role: MemberRole): Ctx {
    return this.shop.member(role);
  }

  /** A customer, who may write at once. */
  createCustomer(name = "Müşteri"): number {
    return this.telegram.sandbox.createUser({ first_name: name, language_code: "tr" }).id;
  }

  say(from: number, text: string): void {
    this.telegram.sandbox.sendMessage({ bot: this.bot.username, from, text });
  }

  /** What the bot has said to this customer, the oldest first. */
  heard(user: number): string[] {
    return this.telegram.sandbox
      .listMessages({ bot: this.bot.username, user })
      .messages.filter((message) => message.direction === "out")
      .map((message) => message.text);
  }

  /** The texts of a customer's thread as they are stored. */
  async stored(user: number, direction: "in" | "out" = "in"): Promise<string[]> {
    const rows = await this.admin<{ text: string }[]>`
      select m.text from messages m join addresses a on a.workspace_id = m.workspace_id and a.id = m.address_id
      where m.workspace_id = ${this.shop.workspace.id} and a.chat_id = ${String(user)} and m.direction = ${direction}
      order by m.conversation_id, m.seq`;
    return rows.map((row) => row.text);
  }

  /** What waits in the queues that should run empty by themselves. */
  async waiting(): Promise<number> {
    const [row] = await this.admin<{ count: number }[]>`
      select ((select count(*) from agent_jobs) + (select count(*) from delivery_queue)
        + (select count(*) from outbox))::int as count`;
    return row?.count ?? 0;
  }

  /** Updates that the platform still holds. */
  async pending(): Promise<number> {
    const info = await this.telegram.call(this.bot.token, "getWebhookInfo");
    return (info.result as { pending_update_count: number }).pending_update_count;
  }

  async headersOf(role: MemberRole): Promise<Record<string, string>> {
    const { personId } = this.shop.team.find((member) => member.role === role)!;
    const sessionId = await startSession({ personId, method: "test" });
    return {
      cookie: `${sessionCookieName()}=${await encodeSessionCookie(sessionId)}`,
      "x-santral-workspace": this.shop.workspace.slug,
    };
  }

  async procedure(path: string, headers: Record<string, string>, input: unknown, isMutation = false) {
    const url = new URL(`/api/trpc/${path}`, this.origin);
    if (!isMutation) url.searchParams.set("input", JSON.stringify(input));
    const response = await handleTrpc(
      new Request(url, {
        method: isMutation ? "POST" : "GET",
        headers: { host: url.host, "content-type": "application/json", ...headers },
        ...(isMutation ? { body: JSON.stringify(input) } : {}),
      }),
    );
    const body = (await response.json()) as {
      result?: { data: unknown };
      error?: { message: string; data: { code: string } };
    };
    return { status: response.status, data: body.result?.data, code: body.error?.data.code };
  }

  /** A file that a member brings. */
  async upload(headers: Record<string, string>, bytes: Uint8Array) {
    const response = await fetch(`${this.origin}/api/uploads?name=dosya.txt`, {
      method: "POST",
      headers,
      body: Uint8Array.from(bytes),
    });
    const { error } = (await response.json()) as { error?: { code: string } };
    return { status: response.status, ...(error && { code: error.code }) };
  }

  async stop(): Promise<void> {
    this.link.mend();
    this.server.closeAllConnections();
    await this.telegram.close();
    await this.runtime.stop();
    await this.admin.end({ timeout: 5 });
    await this.link.close();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    await this.drop();
  }
}

type Meanwhile = Map<string, () => Promise<void>>;

function interruptible(core: DoorCore, meanwhile: Meanwhile): DoorCore {
  return (request) => {
    const method = request.path.split("/").at(-1)!;
    const happens = meanwhile.get(method);
    if (!happens) return core(request);
    meanwhile.delete(method);
    return happens().then(() => core(request) ?? Promise.reject(new Error(`Nobody answers ${method}.`)));
  };
}

/** One for a test file. */
export function useServingProduct(): { readonly product: ServingProduct } {
  let product: ServingProduct | undefined;
  beforeAll(async () => {
    product = await ServingProduct.start(inject("adminUrl"));
  });
  afterAll(() => product?.stop());
  return {
    get product() {
      return product!;
    },
  };
}

async function serve(): Promise<{ server: Server; origin: string; cores: DoorCore[] }> {
  const door = (await import(
    join(import.meta.dirname, "../../scripts/lib/door-http.mjs")
  )) as unknown as DoorHttp;
  const cores: DoorCore[] = [];
  const server = createServer((incoming, outgoing) => {
    const request = new door.HttpDoorRequest(incoming, outgoing);
    for (const core of cores) {
      const answered = core(request);
      if (!answered) continue;
      answered.then(
        (response) => door.writeDoorResponse(outgoing, response),
        () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(500).end()),
      );
      return;
    }
    outgoing.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cores };
}
