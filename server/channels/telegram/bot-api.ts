import http from "node:http";
import https from "node:https";
import type { ApiMethods } from "grammy/types";
import { type FilePart, type RequestBody, toMultipart } from "./multipart";

export type BotApiMethod = keyof ApiMethods & string;
export type BotApiParams<M extends BotApiMethod> = Parameters<ApiMethods[M]>[0];
export type BotApiResult<M extends BotApiMethod> = ReturnType<ApiMethods[M]>;

/** Where a bot is served and as whom. `apiRoot` is absolute here; the token never enters an error or a log. */
export type BotApiTarget = { apiRoot: string; token: string };

/** The platform answered and refused. */
export class BotApiRefusal extends Error {
  override readonly name = "BotApiRefusal";
  constructor(
    readonly method: string,
    readonly status: number,
    readonly description: string,
    readonly retryAfterS: number | null = null,
    readonly migrateToChatId: string | null = null,
  ) {
    super(`${method}: ${status} ${description}`);
  }
}

/** No answer. `isAmbiguous`: the request was on its way, so the platform may have acted on it. */
export class BotApiUnreachable extends Error {
  override readonly name = "BotApiUnreachable";
  constructor(
    readonly method: string,
    readonly reason: string,
    readonly isAmbiguous: boolean,
  ) {
    super(`${method}: no answer (${reason})`);
  }
}

const usualTimeoutMs = 10_000;
const maxAnswerBytes = 16_000_000;
// Connections are kept: opening one costs more than the call itself. An idle one is let go before the other side
// would close it, for a request that meets a closing connection cannot be told from one that was acted on.
const keeping = { keepAlive: true, maxSockets: 512, maxFreeSockets: 256, timeout: 4_000 };
const agents = { "http:": new http.Agent(keeping), "https:": new https.Agent(keeping) };

/**
 * Calls one method of the Bot API, typed as grammY types it. Straight over node:http on purpose: measured against
 * grammY's own client in one process with the server (6,000 calls, 64 at once) 7,500 calls/s where that one, which
 * goes through node-fetch, made 4,200; and only here can it be told whether a request had left when its answer stayed
 * out.
 *
 * @throws BotApiRefusal     the platform answered and refused
 * @throws BotApiUnreachable no answer within `timeoutMs`, or no connection
 */
export function callBotApi<M extends BotApiMethod>(
  target: BotApiTarget,
  method: M,
  params: BotApiParams<M>,
  options: BotApiOptions = {},
): Promise<BotApiResult<M>> {
  const body = Buffer.from(JSON.stringify(params ?? {}));
  return call(
    target,
    method,
    { contentType: "application/json", length: body.byteLength, whole: body },
    options,
  );
}

/**
 * The same with files: parameters name them by `attach://<name>`. They are read as they go out, never whole into memory.
 * Until the last byte has gone out the platform cannot have acted, so an interruption is no ambiguous one.
 */
export function callBotApiWithFiles<M extends BotApiMethod>(
  target: BotApiTarget,
  method: M,
  params: BotApiParams<M>,
  files: readonly FilePart[],
  options: BotApiOptions = {},
): Promise<BotApiResult<M>> {
  return call(target, method, toMultipart(params ?? {}, files), options);
}

export type BotApiOptions = { timeoutMs?: number; signal?: AbortSignal };

function call<M extends BotApiMethod>(
  target: BotApiTarget,
  method: M,
  body: RequestBody,
  options: BotApiOptions,
): Promise<BotApiResult<M>> {
  const url = new URL(`${target.apiRoot}/bot${target.token}/${method}`);
  const isSecure = url.protocol === "https:";
  return new Promise((resolve, reject) => {
    // Whether the platform may have all of it.
    let hasLeft = false;
    let isSettled = false;
    const fail = (reason: string, isAmbiguous: boolean) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
      request.destroy();
      reject(new BotApiUnreachable(method, reason, isAmbiguous));
    };
    // With all of a file out, only the answer is missing: it is waited for.
    const abort = () => {
      if ("whole" in body || !hasLeft) fail("aborted", hasLeft);
    };
    const timer = setTimeout(() => fail("timed out", hasLeft), options.timeoutMs ?? usualTimeoutMs);
    const request = (isSecure ? https : http).request(
      url,
      {
        method: "POST",
        agent: agents[isSecure ? "https:" : "http:"],
        headers: { "content-type": body.contentType, "content-length": body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.byteLength;
          if (size > maxAnswerBytes) fail("answer too long", true);
          else chunks.push(chunk);
        });
        response.on("error", (error) => fail(reasonOf(error), true));
        response.on("end", () => {
          if (isSettled) return;
          isSettled = true;
          clearTimeout(timer);
          options.signal?.removeEventListener("abort", abort);
          try {
            resolve(readAnswer(method, response.statusCode ?? 0, Buffer.concat(chunks).toString("utf8")));
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    request.on("socket", (socket) => {
      const connected = () => {
        hasLeft ||= "whole" in body;
      };
      if (socket.connecting) socket.once(isSecure ? "secureConnect" : "connect", connected);
      else connected();
    });
    request.on("error", (error) => fail(reasonOf(error), hasLeft));
    options.signal?.addEventListener("abort", abort, { once: true });
    if (options.signal?.aborted) return abort();
    if ("whole" in body) return void request.end(body.whole);
    writePieces(request, body.pieces()).then(
      () => {
        hasLeft = true;
        request.end();
      },
      // Nothing complete has gone out, and the same file would fail again the same way.
      (error: unknown) => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(timer);
        options.signal?.removeEventListener("abort", abort);
        request.destroy();
        reject(error);
      },
    );
  });
}

/** No faster than the other side takes it; ends quietly when the request is over before. */
async function writePieces(request: http.ClientRequest, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    if (request.destroyed) return;
    if (request.write(piece)) continue;
    await new Promise<void>((resolve) => {
      request.once("drain", resolve);
      request.once("close", resolve);
    });
  }
}

type Answer = {
  ok?: unknown;
  result?: unknown;
  error_code?: unknown;
  description?: unknown;
  parameters?: { retry_after?: unknown; migrate_to_chat_id?: unknown };
};

function readAnswer<M extends BotApiMethod>(method: M, status: number, text: string): BotApiResult<M> {
  const answer = parseAnswer(text);
  if (answer?.ok === true) return answer.result as BotApiResult<M>;
  const { retry_after: retryAfter, migrate_to_chat_id: migrateTo } = answer?.parameters ?? {};
  throw new BotApiRefusal(
    method,
    typeof answer?.error_code === "number" ? answer.error_code : status,
    typeof answer?.description === "string"
      ? answer.description.slice(0, 500)
      : "The answer is not the Bot API's.",
    typeof retryAfter === "number" ? retryAfter : null,
    typeof migrateTo === "number" || typeof migrateTo === "string" ? String(migrateTo) : null,
  );
}

function parseAnswer(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? (value as Answer | null) : null;
  } catch {
    return null;
  }
}

/** The system's code for it; never its message, which may hold the address and with it the token. */
function reasonOf(error: Error): string {
  const code: unknown = Reflect.get(error, "code");
  return typeof code === "string" ? code : "connection failed";
}
