/**
 * The production entry: one http server, one Next application in the same process, and the fast door before it.
 * Plain JavaScript with no build step; of the application it imports nothing but the headers that every answer carries
 * (lib/security-headers.mjs). The application publishes its door itself (`instrumentation.ts`, lib/door.ts).
 *
 * Environment of its own: PORT, HOST (default 127.0.0.1), ALLOWED_HOSTS (the names a browser may call us by; without
 * it, every name). The rest belongs to server/kernel/env.ts.
 * Messages to a parent: `{ type: "listening" | "ready" }`.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import next from "next";
import { answerHeaders, documentHeaders } from "../lib/security-headers.mjs";
import { HttpDoorRequest, writeDoorResponse } from "./lib/door-http.mjs";

const doorKey = Symbol.for("santral.door");
// From here on the header below can be believed (server/kernel/sender.ts).
globalThis[Symbol.for("santral.entry")] = true;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dev = process.env.NODE_ENV === "development";
const host = process.env.HOST ?? "127.0.0.1";
const port = Number(process.env.PORT ?? 3000);
const allowedHosts = process.env.ALLOWED_HOSTS ? new Set(process.env.ALLOWED_HOSTS.split(",")) : null;
const drainGraceMs = dev ? 1_000 : 10_000;

const securityHeaders = answerHeaders(process.env.APP_URL);
const pageHeaders = Object.entries(documentHeaders(process.env.APP_URL));

const starting = JSON.stringify({ status: "starting", reason: "The application is starting." });
const startingStyle = "body{font:16px system-ui;display:grid;place-items:center;min-height:90vh}";
const startingPage =
  '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Santral</title>' +
  `<style>${startingStyle}</style><p>Santral …</p>`;
const startingPolicy =
  `default-src 'none'; style-src 'sha256-${createHash("sha256").update(startingStyle).digest("base64")}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const stopping = JSON.stringify({ status: "stopping", reason: "The application is stopping." });
const misaddressed = JSON.stringify({
  error: { code: "HOST_REFUSED", message: "Open this address as 127.0.0.1 or localhost." },
});
const unreadable = JSON.stringify({
  error: { code: "ADDRESS_UNREADABLE", message: "This is no address that can be read." },
});
const tooLarge = JSON.stringify({
  error: { code: "BODY_TOO_LARGE", message: "The body is larger than 64000000 bytes." },
});
const failed = JSON.stringify({ error: { code: "INTERNAL", message: "Something went wrong on our side." } });

const streams = new Set();
let isReady = false;
let stop = null;
let handlePage = null;

/** What a body may have that goes to Next, which has no limit of its own; cores of the door have theirs. */
const largestPageBodyBytes = 64_000_000;

const server = createServer(
  {
    // Longer than what proxies keep their own connections, so that it is never us who closes one in use.
    keepAliveTimeout: 75_000,
    // A head comes at once and a body within two minutes, or the connection is answered 408 and closed: who sends one
    // letter a second holds nothing for long.
    headersTimeout: 10_000,
    requestTimeout: 120_000,
    connectionsCheckingInterval: 2_000,
  },
  onRequest,
);
server.maxConnections = 10_000;

function onRequest(incoming, outgoing) {
  if (allowedHosts && !allowedHosts.has(hostnameOf(incoming.headers.host))) {
    return sendJson(outgoing, 421, misaddressed);
  }
  // Another server's address ("GET http://…", "OPTIONS *") would be answered in its name.
  if (incoming.url[0] !== "/") return sendJson(outgoing, 400, unreadable);
  if (stop) {
    outgoing.shouldKeepAlive = false;
    return sendJson(outgoing, 503, stopping, { "retry-after": "5" });
  }
  const door = globalThis[doorKey];
  if (!door) return sendStarting(incoming, outgoing);
  let answered;
  try {
    answered = door.handle(new HttpDoorRequest(incoming, outgoing));
  } catch (error) {
    return fail(incoming, outgoing, error);
  }
  if (answered) return void answer(incoming, outgoing, answered);
  if (!handlePage) return sendStarting(incoming, outgoing);
  if (!isReadable(incoming.url)) return sendJson(outgoing, 400, unreadable);
  if (allowedHosts && redirectToOwnAddress(incoming, outgoing)) return;
  if (!limitBody(incoming, outgoing)) return;
  // Next is not told who the peer is; nobody else's word for it is let through.
  incoming.headers["x-santral-peer"] = incoming.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  // What Next answers without its own headers, an error among them; its own take the place of these.
  for (const [name, value] of pageHeaders) outgoing.setHeader(name, value);
  handlePage(incoming, outgoing).catch((error) => fail(incoming, outgoing, error));
}

async function answer(incoming, outgoing, answered) {
  try {
    const response = await answered;
    if (stop) outgoing.shouldKeepAlive = false;
    if (typeof response.body === "string" || response.body instanceof Uint8Array) {
      return await writeDoorResponse(outgoing, response, securityHeaders);
    }
    streams.add(outgoing);
    outgoing.once("close", () => streams.delete(outgoing));
    await writeDoorResponse(outgoing, response, securityHeaders);
  } catch (error) {
    if (error?.code === "BODY_TOO_LARGE")
      return sendJson(outgoing, 413, JSON.stringify({ error: { code: error.code, message: error.message } }));
    if (error?.code !== "CLIENT_GONE") fail(incoming, outgoing, error);
  }
}

function fail(incoming, outgoing, error) {
  log("error", "A request failed.", {
    method: incoming.method,
    path: withoutSecrets(incoming.url),
    error: describe(error),
  });
  if (outgoing.headersSent) outgoing.destroy();
  else sendJson(outgoing, 500, failed);
}

/**
 * Not ready yet. A page that is asked for meanwhile (by a reader whose panel lived through a restart) asks again by
 * itself, so that nobody is left with an answer meant for programs.
 */
function sendStarting(incoming, outgoing) {
  if (!incoming.headers.accept?.includes("text/html")) {
    return sendJson(outgoing, 503, starting, { "retry-after": "1" });
  }
  if (outgoing.destroyed) return;
  outgoing.writeHead(503, {
    ...securityHeaders,
    "content-security-policy": startingPolicy,
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(startingPage),
    "cache-control": "no-store",
    "retry-after": "1",
    refresh: "1",
  });
  outgoing.end(startingPage);
}

function sendJson(outgoing, status, body, headers) {
  if (outgoing.destroyed) return;
  outgoing.writeHead(status, {
    ...securityHeaders,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  outgoing.end(body);
}

/**
 * Holds a body to `largestPageBodyBytes`: refuses one that says it has more, and ends one that turns out to have. False
 * when it has been answered.
 */
function limitBody(incoming, outgoing) {
  if (Number(incoming.headers["content-length"]) > largestPageBodyBytes) {
    outgoing.shouldKeepAlive = false;
    // Read and dropped for a moment, so that a client that is still writing sees the answer.
    incoming.resume();
    sendJson(outgoing, 413, tooLarge);
    setTimeout(() => incoming.destroy(), 2_000).unref();
    return false;
  }
  if (incoming.headers["transfer-encoding"] === undefined) return true;
  let length = 0;
  const push = incoming.push.bind(incoming);
  incoming.push = (chunk, encoding) => {
    length += chunk?.length ?? 0;
    if (length <= largestPageBodyBytes) return push(chunk, encoding);
    if (!outgoing.headersSent) {
      outgoing.shouldKeepAlive = false;
      sendJson(outgoing, 413, tooLarge);
    }
    incoming.destroy();
    return false;
  };
  return true;
}

/** Sign-in cookies belong to one name: a page asked for as localhost is shown as 127.0.0.1. */
function redirectToOwnAddress(incoming, outgoing) {
  if (incoming.headers.host !== `localhost:${port}` || !["GET", "HEAD"].includes(incoming.method))
    return false;
  if (incoming.headers["sec-fetch-mode"] !== "navigate") return false;
  outgoing.writeHead(307, {
    ...securityHeaders,
    location: `http://127.0.0.1:${port}${incoming.url}`,
    "content-length": 0,
  });
  outgoing.end();
  return true;
}

/** Whether a path's percent-encoding is one: Next answers 500 to what is none. */
function isReadable(url) {
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch {
    return false;
  }
}

function hostnameOf(header) {
  if (!header) return "";
  const colon = header.lastIndexOf(":");
  return colon > header.lastIndexOf("]") ? header.slice(0, colon) : header;
}

/** A path without what may be a token in it: long parts and the query are left out. */
function withoutSecrets(url) {
  return url.split("?")[0].replaceAll(/[^/]{25,}/g, "…");
}

/** An error without the bound values that Drizzle puts into its message (a customer's words, a phone), and without tokens. */
function describe(error) {
  return String(error?.stack ?? error)
    .replace(/\nparams:[\s\S]*?(?=\n {4}at |$)/g, "")
    .replace(/\d{6,}:[\w-]{20,}/g, "[token]");
}

/** One line as the application's own logger writes it. */
function log(name, msg, fields) {
  const level = { info: 30, error: 50, fatal: 60 }[name];
  process.stdout.write(`${JSON.stringify({ level, time: new Date().toISOString(), msg, ...fields })}\n`);
}

/** Stops accepting, lets what is in flight finish, then closes the application. */
function end(reason, exitCode = 0) {
  stop ??= (async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    // A live stream has no end of its own; its client comes back to the next process.
    for (const stream of streams) stream.end();
    const sweeping = setInterval(() => server.closeIdleConnections(), 50);
    await Promise.race([closed, sleep(drainGraceMs)]);
    clearInterval(sweeping);
    server.closeAllConnections();
    await Promise.race([globalThis[doorKey]?.stop(), sleep(drainGraceMs)]);
    log("info", "Stopped.", { reason });
    process.exit(exitCode);
  })().catch((error) => {
    log("error", "The stop failed.", { error: describe(error) });
    process.exit(1);
  });
  return stop;
}

function giveUp(error) {
  // What the reader can mend is said without a stack.
  const isKnown = ["ENVIRONMENT_INVALID", "DATABASE_NOT_READY"].includes(error?.code);
  const reason = (isKnown ? error.message : error?.stack) ?? String(error);
  process.stderr.write(`${reason.replace("An error occurred while loading instrumentation hook: ", "")}\n`);
  process.exit(1);
}

async function start() {
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  process.send?.({ type: "listening" });
  const app = next({
    dev,
    hostname: host,
    port,
    dir: root,
    httpServer: server,
  });
  await app.prepare();
  handlePage = app.getRequestHandler();
  await registered();
  if (!globalThis[doorKey]) throw new Error("instrumentation.ts has not published the door.");
  isReady = true;
  process.send?.({ type: "ready" });
}

/**
 * Waits for `register()` of instrumentation.ts: Next starts it by itself, does not wait for it, and would serve on
 * with a failed one. Its promise is reached by an inner path; the version of Next is pinned.
 */
async function registered() {
  const inner = "next/dist/server/lib/router-utils/instrumentation-globals.external.js";
  const { ensureInstrumentationRegistered } = createRequire(import.meta.url)(inner);
  await ensureInstrumentationRegistered(root, dev ? ".next/dev" : ".next");
}

for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, () => void end(name));
// The start that made us has gone, by SIGKILL maybe: nobody would end us later.
process.on("disconnect", () => void end("the parent process has gone"));
process.on("unhandledRejection", (error) => {
  if (!isReady) giveUp(error);
  log("error", "A promise was rejected and nobody was listening.", { error: describe(error) });
});
process.on("uncaughtException", (error) => {
  if (!isReady) giveUp(error);
  log("fatal", "An error that nobody caught.", { error: describe(error) });
  void end("uncaught exception", 1);
});

await start().catch((error) => giveUp(error));
