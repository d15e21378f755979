import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BotApiRefusal, BotApiUnreachable, callBotApi } from "./bot-api";

type Behaviour = (request: http.IncomingMessage, response: http.ServerResponse) => void;
let behave: Behaviour;
let server: http.Server;
let apiRoot: string;
const token = "123456:AAsecret-secret-secret-secret-secret";

beforeAll(async () => {
  server = http.createServer((request, response) => behave(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const call = (root = apiRoot, options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  callBotApi({ apiRoot: root, token }, "getMe", undefined, options).catch((error: unknown) => error);
const answer =
  (status: number, body: string): Behaviour =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  };

describe("callBotApi", () => {
  test("gives the result", async () => {
    behave = answer(200, '{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Bot","username":"b_bot"}}');
    expect(await call()).toMatchObject({ id: 1, username: "b_bot" });
  });

  test("a refusal carries the platform's code, words and parameters", async () => {
    behave = answer(
      429,
      '{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":5}}',
    );
    const refused = await call();
    expect(refused).toBeInstanceOf(BotApiRefusal);
    expect(refused).toMatchObject({ status: 429, description: "Too Many Requests", retryAfterS: 5 });
    behave = answer(
      400,
      '{"ok":false,"error_code":400,"description":"upgraded","parameters":{"migrate_to_chat_id":-100}}',
    );
    expect(await call()).toMatchObject({ status: 400, migrateToChatId: "-100" });
  });

  test("an answer that is not the Bot API's is a refusal with the HTTP status", async () => {
    behave = answer(502, "<html>Bad Gateway</html>");
    expect(await call()).toMatchObject({ name: "BotApiRefusal", status: 502 });
    behave = answer(200, "null");
    expect(await call()).toMatchObject({ name: "BotApiRefusal", status: 200 });
  });

  test("silence after the request has left is ambiguous", async () => {
    behave = () => {};
    expect(await call(apiRoot, { timeoutMs: 100 })).toMatchObject({
      name: "BotApiUnreachable",
      isAmbiguous: true,
    });
    behave = (request) => request.socket.destroy();
    expect(await call()).toMatchObject({ name: "BotApiUnreachable", isAmbiguous: true });
    behave = (_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{");
      setTimeout(() => response.destroy(), 10);
    };
    expect(await call()).toMatchObject({ name: "BotApiUnreachable", isAmbiguous: true });
  });

  test("no connection is not", async () => {
    expect(await call("http://127.0.0.1:1")).toMatchObject({ name: "BotApiUnreachable", isAmbiguous: false });
    expect(await call("http://no-such-host.invalid")).toMatchObject({ isAmbiguous: false });
    expect(await call(apiRoot, { signal: AbortSignal.abort() })).toBeInstanceOf(BotApiUnreachable);
  });

  test("no error carries the token", async () => {
    behave = answer(401, '{"ok":false,"error_code":401,"description":"Unauthorized"}');
    for (const error of [await call(), await call("http://127.0.0.1:1")]) {
      expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain("secret-secret");
    }
  });
});
