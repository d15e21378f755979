import {
  createServer,
  get,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DoorRequest, DoorResponse } from "@/lib/door";

type DoorHttp = {
  HttpDoorRequest: new (incoming: IncomingMessage, outgoing: ServerResponse) => DoorRequest;
  writeDoorResponse(outgoing: ServerResponse, response: DoorResponse): Promise<void>;
};

let server: Server;
let port: number;
let door: DoorHttp;
/** What the door is to do with the next request. */
let core: (request: DoorRequest) => Promise<DoorResponse>;

beforeAll(async () => {
  door = (await import(join(import.meta.dirname, "door-http.mjs"))) as DoorHttp;
  server = createServer((incoming, outgoing) => {
    core(new door.HttpDoorRequest(incoming, outgoing))
      .then(
        (response) => door.writeDoorResponse(outgoing, response),
        (error: { code: string }) => door.writeDoorResponse(outgoing, { status: 413, body: error.code }),
      )
      .catch(() => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const address = (path: string) => `http://127.0.0.1:${port}${path}`;

describe("a request at the door", () => {
  test("tells its path as it came, its query, headers and address", async () => {
    core = async ({ method, path, query, remoteAddress, header }) => {
      const told = { method, path, text: query.get("text"), remoteAddress, header: typeof header };
      return { status: 200, body: JSON.stringify(told) };
    };
    const answer = await fetch(address("/a%20b/c?text=%C3%A7ay"));
    expect(await answer.json()).toEqual({
      method: "GET",
      path: "/a%20b/c",
      text: "çay",
      remoteAddress: "127.0.0.1",
      header: "function",
    });
  });

  test.each([
    { label: "as long as allowed", bytes: 100, isChunked: false, status: 200 },
    { label: "longer, and says so", bytes: 101, isChunked: false, status: 413 },
    { label: "longer, in pieces without a length", bytes: 101, isChunked: true, status: 413 },
    {
      label: "far longer than what fits into memory at once",
      bytes: 8_000_000,
      isChunked: true,
      status: 413,
    },
  ])("with a body $label", async ({ bytes, isChunked, status }) => {
    core = async (asked) => ({ status: 200, body: String((await asked.bytes(100)).byteLength) });
    const answer = await new Promise<number>((resolve, reject) => {
      const headers: Record<string, string> = isChunked ? {} : { "content-length": String(bytes) };
      const sent = request(address("/"), { method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on("error", reject);
      sent.end(Buffer.alloc(bytes));
    });
    expect(answer).toBe(status);
  });
});

describe("an answer of the door", () => {
  test("carries its length in bytes, not in letters", async () => {
    core = async () => ({ status: 200, body: "ğüş" });
    const answer = await fetch(address("/"));
    expect([answer.headers.get("content-length"), await answer.text()]).toEqual(["6", "ğüş"]);
  });

  test("streams each piece at once, and hears that the client has gone", async () => {
    let hasClosed = false;
    let wasAborted = false;
    core = async ({ signal }) => ({
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: (async function* () {
        signal.addEventListener("abort", () => {
          wasAborted = true;
        });
        try {
          for (;;) {
            yield Buffer.from("data: 1\n\n");
            await sleep(5);
          }
        } finally {
          hasClosed = true;
        }
      })(),
    });
    await new Promise<void>((resolve) => {
      const asked = get(address("/"), (response) => {
        response.once("data", () => {
          asked.destroy();
          resolve();
        });
      });
      asked.on("error", () => {});
    });
    await expect.poll(() => [hasClosed, wasAborted]).toEqual([true, true]);
  });

  test("that breaks off is cut, so that what came does not pass for the whole", async () => {
    core = async () => ({
      status: 200,
      body: (async function* () {
        yield Buffer.from("the first half");
        throw new Error("the file is gone");
      })(),
    });
    const response = await fetch(address("/"));
    await expect(response.text()).rejects.toThrow();
  });

  test("is written no faster than the client reads", async () => {
    let written = 0;
    core = async () => ({
      status: 200,
      body: (async function* () {
        for (let i = 0; i < 1_000; i += 1) {
          written += 1;
          yield Buffer.alloc(64 * 1024);
        }
      })(),
    });
    const response = await new Promise<IncomingMessage>((resolve) => get(address("/"), resolve));
    await sleep(200);
    expect(written).toBeLessThan(500);
    response.destroy();
  });
});
