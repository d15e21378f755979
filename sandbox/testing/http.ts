import http from "node:http";
import type { AddressInfo } from "node:net";
import { BodyTooLarge, type DoorCore, type DoorRequest, type DoorResponse } from "@/lib/door";

/** A door behind a real HTTP server on a free port of 127.0.0.1 (or on `port`), for tests and trials. */
export async function serveDoor(
  core: DoorCore,
  port = 0,
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const answer = core(toDoorRequest(request, gone.signal));
    if (!answer) return void response.writeHead(404).end("Not found");
    answer
      .then((result) => send(response, result))
      .catch(() => {
        response.destroy();
      });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function send(response: http.ServerResponse, { status, headers, body }: DoorResponse): Promise<void> {
  response.writeHead(status, headers);
  if (typeof body === "string" || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  for await (const chunk of body) response.write(chunk);
  response.end();
}

function toDoorRequest(request: http.IncomingMessage, signal: AbortSignal): DoorRequest {
  const [path = "/", search = ""] = (request.url ?? "/").split("?", 2);
  return {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(search),
    remoteAddress: request.socket.remoteAddress ?? "",
    header: (name) => request.headers[name.toLowerCase()]?.toString(),
    bytes: (maxBytes) => readBytes(request, maxBytes),
    pieces: (maxBytes) => readPieces(request, maxBytes),
    signal,
  };
}

async function readBytes(request: http.IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  if (length > maxBytes) throw new BodyTooLarge(maxBytes);
  return Buffer.concat(chunks);
}

async function* readPieces(request: http.IncomingMessage, maxBytes: number): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) yield chunk;
  }
  if (length > maxBytes) throw new BodyTooLarge(maxBytes);
}
