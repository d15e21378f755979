import { Readable } from "node:stream";

/**
 * The fast door: hot paths are answered by plain functions over a lean input, past Next's route handlers
 * (building WHATWG Request and Response objects alone costs most of the rate). The production entry
 * (`scripts/serve.mjs`) calls the published door directly; the route handlers under `app/` wrap the same cores.
 */

export type DoorRequest = {
  readonly method: string;
  /** The path without the query, as received (still percent-encoded). */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly remoteAddress: string;
  header(name: string): string | undefined;
  /** Reads the whole body once. @throws BodyTooLarge past `maxBytes` (the rest is discarded). */
  bytes(maxBytes: number): Promise<Uint8Array>;
  /**
   * Reads the whole body once, piece by piece as it comes. @throws BodyTooLarge past `maxBytes` (the rest is discarded).
   * A door that has it only whole leaves this out.
   */
  pieces?(maxBytes: number): AsyncIterable<Uint8Array>;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
};

export type DoorResponse = {
  status: number;
  headers?: Record<string, string>;
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
};

/** Answers a request, or null when the path is not its own. */
export type DoorCore = (request: DoorRequest) => Promise<DoorResponse> | null;

export type Door = {
  handle: DoorCore;
  /** Finishes what is in flight and closes every pool. Called once, at shutdown. */
  stop(): Promise<void>;
};

/** More bytes than the door accepts; answered with 413. Cores ask `isBodyTooLarge`. */
export class BodyTooLarge extends Error {
  readonly code = "BODY_TOO_LARGE";
  constructor(readonly maxBytes: number) {
    super(`The body is larger than ${maxBytes} bytes.`);
  }
}

/**
 * Whether reading a body failed because it was too long. By its code: the entry imports nothing of the application and
 * throws a class of its own (scripts/lib/door-http.mjs).
 */
export function isBodyTooLarge(error: unknown): error is BodyTooLarge {
  return codeOf(error) === "BODY_TOO_LARGE";
}

/** Whether the client went away while its body was being read: there is nobody to answer, and nothing of ours failed. */
export function isClientGone(error: unknown): boolean {
  return codeOf(error) === "CLIENT_GONE";
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "code") : undefined;
}

const doorKey = Symbol.for("santral.door");
type DoorHolder = { [doorKey]?: Door };

/** Makes the door known to the entry and to the route handlers of this process. */
export function publishDoor(door: Door): void {
  (globalThis as DoorHolder)[doorKey] = door;
}

/** The published door, or undefined before `instrumentation` has finished. */
export function getDoor(): Door | undefined {
  return (globalThis as DoorHolder)[doorKey];
}

export function json(status: number, value: unknown, headers?: Record<string, string>): DoorResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Wraps the published door as a Next route handler, for hosts that run Next their own way. */
export async function doorRoute(request: Request): Promise<Response> {
  const door = getDoor();
  const answered = door?.handle(toDoorRequest(request)) ?? null;
  if (!answered) return new Response("Not found", { status: 404 });
  const { status, headers, body } = await answered;
  return new Response(toBodyInit(body), { status, headers });
}

function toBodyInit(body: DoorResponse["body"]): BodyInit {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return Readable.toWeb(Readable.from(body)) as ReadableStream<Uint8Array>;
}

function toDoorRequest(request: Request): DoorRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    // A route handler is not told the peer's address; what the proxy before it wrote, at the end, is the only source.
    remoteAddress: request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "",
    header: (name) => request.headers.get(name) ?? undefined,
    bytes: (maxBytes) => readBody(request, maxBytes),
    pieces: (maxBytes) => readPieces(request, maxBytes),
    signal: request.signal,
  };
}

async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readPieces(request, maxBytes)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* readPieces(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get("content-length")) > maxBytes) throw new BodyTooLarge(maxBytes);
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.byteLength;
    if (length > maxBytes) throw new BodyTooLarge(maxBytes);
    yield piece;
  }
}
