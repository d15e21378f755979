import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BotApiRefusal, BotApiUnreachable, callBotApi, callBotApiWithFiles } from "./bot-api";
import type { FilePart } from "./multipart";

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

describe("callBotApiWithFiles", () => {
  // More than the system takes for a reader who does not read.
  const bytes = Buffer.alloc(40_000_000, "ş");
  const part = (open: FilePart["open"]): FilePart => ({
    ...{
      field: "file0",
      name: 'Fatura "Ş".pdf',
      contentType: "application/pdf",
      sizeBytes: bytes.byteLength,
      open,
    },
  });
  async function* inPieces() {
    for (let at = 0; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const send = (open: FilePart["open"], options: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
    callBotApiWithFiles(
      { apiRoot, token },
      "sendDocument",
      { chat_id: 1, document: "attach://file0", reply_parameters: { message_id: 7 } },
      [part(open)],
      options,
    ).catch((error: unknown) => error);

  test("sends values and files as a form, its length known", async () => {
    const got: Buffer[] = [];
    let headers: http.IncomingHttpHeaders = {};
    behave = (request, response) => {
      headers = request.headers;
      request.on("data", (piece: Buffer) => got.push(piece));
      request.on("end", () => response.end('{"ok":true,"result":{"message_id":9}}'));
    };
    expect(await send(inPieces)).toMatchObject({ message_id: 9 });
    const body = Buffer.concat(got);
    expect(Number(headers["content-length"])).toBe(body.byteLength);
    const form = await new Response(body, {
      headers: { "content-type": headers["content-type"]! },
    }).formData();
    expect(form.get("chat_id")).toBe("1");
    expect(JSON.parse(String(form.get("reply_parameters")))).toEqual({ message_id: 7 });
    const file = form.get("file0") as File;
    expect(file.size).toBe(bytes.byteLength);
    expect(file.type).toBe("application/pdf");
  });

  test("silence before all of it has left is no ambiguous one, also when it is called off", async () => {
    behave = (request) => request.pause();
    expect(await send(inPieces, { timeoutMs: 300 })).toMatchObject({
      reason: "timed out",
      isAmbiguous: false,
    });
    const off = new AbortController();
    setTimeout(() => off.abort(), 100);
    expect(await send(inPieces, { signal: off.signal })).toMatchObject({
      reason: "aborted",
      isAmbiguous: false,
    });
  });

  test("called off after all of it has left, its answer is waited for", async () => {
    const off = new AbortController();
    behave = (request, response) => {
      request.resume();
      request.on("end", () => {
        off.abort();
        setTimeout(() => response.end('{"ok":true,"result":{"message_id":9}}'), 50);
      });
    };
    expect(await send(inPieces, { signal: off.signal })).toMatchObject({ message_id: 9 });
  });

  test("a file that cannot be read ends the call with its error", async () => {
    behave = (request) => request.resume();
    async function* broken() {
      yield bytes.subarray(0, 10);
      throw new Error("gone");
    }
    expect(await send(broken)).toMatchObject({ message: "gone" });
  });
});
