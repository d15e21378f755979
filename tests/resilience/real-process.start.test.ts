import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { describe, expect, test } from "vitest";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres";
import { useRunningProduct } from "./running-product";

/** The process that serves, its entry and its own database, as an attacker and as bad luck meet them. */
const state = useRunningProduct();

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
const head = () => `Host: 127.0.0.1:${state.product.port}\r\nConnection: close\r\n`;

describe("requests that no browser sends", () => {
  test.each<[string, () => string, number]>([
    ["another server's address", () => `GET http://evil.example/api/health HTTP/1.1\r\n${head()}\r\n`, 400],
    ["an asterisk", () => `OPTIONS * HTTP/1.1\r\n${head()}\r\n`, 400],
    ["half of a percent sequence", () => `GET /w/%zz HTTP/1.1\r\n${head()}\r\n`, 400],
    ["half of a letter", () => `GET /w/%F0%9F HTTP/1.1\r\n${head()}\r\n`, 400],
    ["a file outside", () => `GET /api/files/../../etc/passwd HTTP/1.1\r\n${head()}\r\n`, 404],
    ["a file outside, encoded", () => `GET /api/files/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n${head()}\r\n`, 404],
    [
      "a hot path, encoded",
      () => `POST /api/%77ebhooks/telegram/x HTTP/1.1\r\n${head()}Content-Length: 2\r\n\r\n{}`,
      404,
    ],
    ["an address of 20,000 letters", () => `GET /${"a".repeat(20_000)} HTTP/1.1\r\n${head()}\r\n`, 431],
    ["three thousand headers", () => `GET / HTTP/1.1\r\n${head()}${"x-y: z\r\n".repeat(3_000)}\r\n`, 431],
    [
      "two lengths of one body",
      () =>
        `POST /api/trpc/x HTTP/1.1\r\n${head()}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ["HTTP/1.0", () => "GET /api/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", 200],
    ["no Host", () => "GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    [
      "a cookie that cannot be read",
      () => `GET /w/demo/conversations HTTP/1.1\r\n${head()}Cookie: authjs.session-token=%\r\n\r\n`,
      307,
    ],
    ["a role that is none", () => `GET /sandbox/sign-in?role=__proto__ HTTP/1.1\r\n${head()}\r\n`, 404],
    ["NUL for a workspace", () => `GET /api/live?workspace=%00 HTTP/1.1\r\n${head()}\r\n`, 401],
  ])("%s", async (_label, bytes, status) => {
    expect(statusOf(await state.product.raw(bytes()))).toBe(status);
  });

  test("several in one go are answered one by one", async () => {
    const one = "GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    const answer = await state.product.raw(
      one + one + one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
    );
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  });

  test("more than a call of the Bot API may hold is refused as such, with and without a length", async () => {
    const { product } = state;
    const path = `/sandbox/telegram/bot${product.telegram.demo.bot.token}/sendMessage`;
    const type = "Content-Type: application/json\r\n";
    const long = "x".repeat(16_000_000);
    const declared = await product.raw(
      `POST ${path} HTTP/1.1\r\n${head()}${type}Content-Length: ${long.length}\r\n\r\n${long}`,
    );
    expect(statusOf(declared)).toBe(413);
    const chunked = `${long.length.toString(16)}\r\n${long}\r\n0\r\n\r\n`;
    const pieces = await product.raw(
      `POST ${path} HTTP/1.1\r\n${head()}${type}Transfer-Encoding: chunked\r\n\r\n${chunked}`,
    );
    expect(statusOf(pieces)).toBe(413);
  });

  test("the process has not noticed", async () => {
    await state.product.waitUntilHealthy();
    expect(state.product.log).not.toMatch(/"level":(50|60)/);
  });
});

describe("a web page of another site, in the developer's browser", () => {
  const foreign: Record<string, string>[] = [
    { host: "evil.example" },
    { host: "127.0.0.1.evil.example" },
    { host: "localhost.evil.example" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ];

  test.each(foreign)("is not told the control token: %j", async (headers) => {
    const lines = Object.entries({ host: `127.0.0.1:${state.product.port}`, ...headers })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("");
    const answer = await state.product.raw(`GET /sandbox/demo HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
    expect([403, 421]).toContain(statusOf(answer));
    expect(answer).not.toContain(state.product.telegram.demo.controlToken);
  });

  test.each(["/sandbox/sign-in?role=owner", "/sandbox/telegram", "/sandbox/runtime", "/", "/api/health"])(
    "reaches nothing by a name that it has pointed here: %s",
    async (path) => {
      const answer = await state.product.raw(
        `GET ${path} HTTP/1.1\r\nHost: evil.example:${state.product.port}\r\nConnection: close\r\n\r\n`,
      );
      expect(statusOf(answer)).toBe(421);
    },
  );

  test("drives nothing without a token, and no page of ours lets itself be framed", async () => {
    const { product } = state;
    const simple = { "content-type": "text/plain", origin: "https://evil.example" };
    for (const path of ["users", "bots", "messages", "faults", "reset"]) {
      const answer = await fetch(`${product.origin}/sandbox/telegram/control/${path}`, {
        method: "POST",
        headers: simple,
        body: "{}",
      });
      expect(answer.status, path).toBe(401);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
    for (const path of ["/", "/sandbox/telegram", "/w/demo/conversations"]) {
      const page = await fetch(product.origin + path, { redirect: "manual" });
      expect(page.headers.get("content-security-policy"), path).toContain("frame-ancestors 'none'");
    }
  });

  test("writes nothing with the member's cookie", async () => {
    const { product } = state;
    const cookie = await product.signIn("owner");
    const write = (headers: Record<string, string>, method = "POST") =>
      fetch(`${product.origin}/api/trpc/workspaces.update`, {
        method,
        headers: { cookie, ...headers },
        ...(method === "POST" ? { body: JSON.stringify({ minutesPerAnswer: 59 }) } : {}),
      });
    const ours = { "content-type": "application/json", "x-santral-workspace": "demo" };
    // What a form or a script of another site can send without asking first.
    expect((await write({ "content-type": "text/plain", origin: "https://evil.example" })).status).toBe(415);
    expect((await write({ "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    expect((await write({ "content-type": "application/json" })).status).toBe(403);
    expect((await write({ ...ours, origin: "https://evil.example" })).status).toBe(403);
    expect((await write({ ...ours, origin: "null" })).status).toBe(403);
    expect((await write({ ...ours, origin: "http://127.0.0.1:1" })).status).toBe(403);
    expect((await write(ours, "GET")).status).toBe(405);
    // And asking first is not answered.
    const asked = await fetch(`${product.origin}/api/trpc/workspaces.update`, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-headers": "x-santral-workspace" },
    });
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
    const workspace = await product.procedure<{ minutesPerAnswer: number }>(cookie, "workspaces.get", null);
    expect(workspace.minutesPerAnswer).not.toBe(59);
  });
});

describe("the database under load", () => {
  const customersAtOnce = 6;
  const rounds = 10;

  async function oneBackend(): Promise<number> {
    const { adminUrl } = await startEmbeddedPostgres({ dataDir: state.product.dataDir });
    const url = new URL(adminUrl);
    url.pathname = "/santral";
    const admin = postgres(url.href, { max: 1, onnotice: () => {} });
    const [row] = await admin<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = 'santral-app' limit 1`;
    await admin.end({ timeout: 1 });
    return row!.pid;
  }

  test.each<[string, boolean, () => Promise<void>]>([
    [
      "a session crashes, and the server with it, for a moment",
      false,
      async () => void process.kill(await oneBackend(), "SIGKILL"),
    ],
    ["it is shut down", true, async () => void process.kill(state.product.databasePid, "SIGINT")],
    ["it is killed", true, async () => void process.kill(state.product.databasePid, "SIGKILL")],
  ])(
    "%s: the process lives, everything comes back by itself, nothing is lost, nothing twice",
    async (_label, isEnded, strike) => {
      const { product } = state;
      const { telegram } = product;
      const serverPid = product.serverPid;
      const endedBefore = product.log.split("Database ready again").length;
      const cookie = await product.signIn("owner");
      const bot = await telegram.createBot("Sarsıntı");
      const local = { token: bot.token, apiRoot: "/sandbox/telegram" };
      await product.procedure(cookie, "channels.connectTelegramBot", local, true);
      const customers = await Promise.all(
        Array.from({ length: customersAtOnce }, (_, index) =>
          telegram.createCustomer(bot.username, {
            first_name: `Sarsıntı${index}`,
            last_name: bot.username,
            language_code: "tr",
          }),
        ),
      );
      const said = (round: number) => `hediye paketi var mı${"?".repeat(round + 1)}`;
      const load = (async () => {
        for (let round = 0; round < rounds; round += 1) {
          for (const customer of customers) await customer.send({ text: said(round) });
          await sleep(200);
        }
      })();
      await sleep(700);
      await strike();
      await load;
      await product.waitUntilHealthy(60_000);

      for (const customer of customers) {
        await expect
          .poll(async () => (await customer.heard()).length, { timeout: 40_000, interval: 250 })
          .toBeGreaterThan(0);
      }
      // Everything that was said stands in the panel once and in order, and everything it says was said is on the phone.
      const listed = () =>
        product.procedure<{ items: { id: string; customer: { name: string } }[] }>(
          cookie,
          "conversations.list",
          {
            q: bot.username,
            limit: 50,
          },
        );
      await expect.poll(async () => (await listed()).items.length, { timeout: 30_000 }).toBe(customersAtOnce);
      const threadOf = async (id: string) => {
        const { messages } = await product.procedure<{
          messages: { direction: string; text: string; delivery: { state: string } | null }[];
        }>(cookie, "conversations.thread", { conversationId: id });
        return messages;
      };
      for (const [index, customer] of customers.entries()) {
        const { id } = (await listed()).items.find(({ customer: { name } }) =>
          name.startsWith(`Sarsıntı${index} `),
        )!;
        const wanted = Array.from({ length: rounds }, (_, round) => said(round));
        await expect
          .poll(
            async () =>
              (await threadOf(id)).filter(({ direction }) => direction === "in").map(({ text }) => text),
            {
              timeout: 40_000,
              interval: 500,
            },
          )
          .toEqual(wanted);
        await expect
          .poll(
            async () =>
              (await threadOf(id)).every(({ delivery }) => delivery === null || delivery.state === "sent"),
            { timeout: 40_000, interval: 500 },
          )
          .toBe(true);
        const sent = (await threadOf(id))
          .filter(({ direction }) => direction === "out")
          .map(({ text }) => text);
        expect((await customer.heard()).slice(-sent.length)).toEqual(sent);
      }
      expect(product.serverPid).toBe(serverPid);
      expect(product.log.split("Database ready again")).toHaveLength(isEnded ? endedBefore + 1 : endedBefore);
      expect(product.log).not.toMatch(/"level":60/);
    },
    150_000,
  );
});

describe("what the log holds", () => {
  test("no words of a customer, no phone, e-mail, name or token, however things go wrong", async () => {
    const { product } = state;
    const { telegram } = product;
    const canary = {
      text: "gizlikelime zerdali",
      phone: "+905329998877",
      email: "kanarya@ornek.example",
      surname: "Kanaryaoglu",
    };
    const cookie = await product.signIn("owner");
    const bot = await telegram.createBot("Günlük");
    const channel = await product.procedure<{ id: string }>(
      cookie,
      "channels.connectTelegramBot",
      { token: bot.token, apiRoot: "/sandbox/telegram" },
      true,
    );
    await product.procedure(
      cookie,
      "imports.text",
      {
        target: "shopOrders",
        fileName: "gizli.csv",
        text: `order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price\nKN-1,2026-11-18,Ayşe ${canary.surname},${canary.phone},${canary.email},shipped,,TR99,,,${canary.text},,1,"10,00"\nKN-2,bozuk,${canary.surname},${canary.phone},${canary.email},${canary.text},,,,,,,x,y\n`,
      },
      true,
    );
    await product.procedure(
      cookie,
      "knowledge.create",
      { question: `${canary.text} nedir?`, answer: canary.text, language: "tr", tags: [] },
      true,
    );
    const customer = await telegram.createCustomer(bot.username, {
      first_name: "Ayşe",
      last_name: canary.surname,
      phone: canary.phone,
      language_code: "tr",
    });
    await customer.send({ text: `${canary.text} ${canary.email}` });
    await customer.send({ contact: { phone: canary.phone, own: true } });
    await customer.send({ text: "KN-1 nerede?" });
    for (const kind of ["5xx", "429", "400", "403", "cut"]) {
      await telegram.plantFault({ bot: bot.username, method: "sendMessage", kind, times: 1 });
      await customer.send({ text: `${canary.text} ${kind}` });
      await sleep(300);
    }
    // What fails in a procedure, at the door and in a body.
    const token = telegram.demo.controlToken;
    for (const input of [
      { q: `${canary.text}${"x".repeat(500)}` },
      { q: canary.phone, cursor: canary.email },
    ]) {
      await product.procedure(cookie, "conversations.list", input).catch(() => {});
    }
    await product
      .procedure(cookie, "channels.disconnect", { channelId: channel.id, note: canary.text }, true)
      .catch(() => {});
    await fetch(`${product.origin}/sandbox/telegram/bot${bot.token}/sendMessage`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ chat_id: customer.id, text: canary.text, nonsense: canary.phone }),
    });
    await fetch(`${product.origin}/sandbox/telegram/bot${bot.token}x/getMe`);
    await fetch(`${product.origin}/w/${encodeURIComponent(canary.text)}/conversations`, {
      headers: { cookie },
    });
    await sleep(1_500);

    const { log } = product;
    expect(log).toMatch(/"level":\d+/);
    for (const [what, value] of Object.entries(canary)) expect(log.includes(value), what).toBe(false);
    // The words of the tests above too, whose statements were in flight when the database went.
    for (const part of ["gizlikelime", "5329998877", "kanarya@", "hediye paketi", "Sarsıntı"])
      expect(log.includes(part), part).toBe(false);
    expect(log.includes(bot.token), "the bot's token").toBe(false);
    expect(log.includes(bot.token.split(":")[1]!), "the secret half of the bot's token").toBe(false);
    // The start itself tells the control token once, to whoever has started it; the server never does.
    expect(log.split(token)).toHaveLength(2);
    expect(log).not.toMatch(/x-telegram-bot-api-secret-token|authjs\.session-token=|password=/i);
  }, 60_000);
});
