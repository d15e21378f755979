/**
 * The door over node:http: a lean request for the cores, and their answer back on the wire. Nothing here is done
 * before it is asked for (query, signal, body), because most requests ask for little.
 */

/**
 * Past a body's limit this much more is read and dropped, for a second at most before the answer: a client that is still
 * writing when the connection closes under it never gets to see what it was told.
 */
const drainBytes = 16_000_000;
const drainMs = 1_000;
const bodiless = new Set([204, 304]);

export class BodyTooLarge extends Error {
  code = "BODY_TOO_LARGE";
  constructor(maxBytes) {
    super(`The body is larger than ${maxBytes} bytes.`);
    this.maxBytes = maxBytes;
  }
}

/** The client went away while its body was being read. */
export class ClientGone extends Error {
  code = "CLIENT_GONE";
}

/** The `DoorRequest` of lib/door.ts over an IncomingMessage. */
export class HttpDoorRequest {
  #incoming;
  #outgoing;
  #query;
  #gone;

  constructor(incoming, outgoing) {
    const { url, method } = incoming;
    const mark = url.indexOf("?");
    this.#incoming = incoming;
    this.#outgoing = outgoing;
    this.method = method;
    this.path = mark < 0 ? url : url.slice(0, mark);
  }

  get query() {
    this.#query ??= new URLSearchParams(this.#incoming.url.slice(this.path.length));
    return this.#query;
  }

  get remoteAddress() {
    const address = this.#incoming.socket.remoteAddress ?? "";
    return address.startsWith("::ffff:") ? address.slice(7) : address;
  }

  header(name) {
    const value = this.#incoming.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  get signal() {
    if (!this.#gone) {
      this.#gone = new AbortController();
      if (this.#outgoing.destroyed) this.#gone.abort();
      else this.#outgoing.once("close", () => this.#gone.abort());
    }
    return this.#gone.signal;
  }

  bytes(maxBytes) {
    const incoming = this.#incoming;
    if (Number(incoming.headers["content-length"]) > maxBytes) {
      return drain(incoming).then(() => Promise.reject(new BodyTooLarge(maxBytes)));
    }
    return new Promise((resolve, reject) => new BodyReader(incoming, maxBytes, resolve, reject));
  }

  pieces(maxBytes) {
    return readPieces(this.#incoming, maxBytes);
  }
}

/** The body as it comes, no faster than it is taken. */
async function* readPieces(incoming, maxBytes) {
  let length = Number(incoming.headers["content-length"]);
  if (length > maxBytes) {
    await drain(incoming);
    throw new BodyTooLarge(maxBytes);
  }
  length = 0;
  try {
    // Kept open past its end: what is too long is answered before the connection goes.
    for await (const piece of incoming.iterator({ destroyOnReturn: false })) {
      length += piece.length;
      if (length > maxBytes) break;
      yield piece;
    }
  } catch (error) {
    if (!incoming.complete) throw new ClientGone("The client has gone.");
    throw error;
  }
  if (length <= maxBytes) return;
  await drain(incoming);
  throw new BodyTooLarge(maxBytes);
}

class BodyReader {
  #chunks = [];
  #length = 0;

  constructor(incoming, maxBytes, resolve, reject) {
    const onData = (chunk) => {
      this.#length += chunk.length;
      if (this.#length <= maxBytes) return void this.#chunks.push(chunk);
      this.#chunks.length = 0;
      incoming.off("data", onData);
      incoming.off("end", onEnd);
      void drain(incoming).then(() => reject(new BodyTooLarge(maxBytes)));
    };
    const onEnd = () => resolve(this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks));
    incoming.on("data", onData);
    incoming.once("end", onEnd);
    incoming.once("close", () => {
      if (!incoming.complete) reject(new ClientGone("The client has gone."));
    });
  }
}

/** Drops what still comes. Resolves at its end, or when it is time to answer all the same. */
function drain(incoming) {
  let left = drainBytes;
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, drainMs);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    incoming.on("data", (chunk) => {
      left -= chunk.length;
      if (left < 0) incoming.destroy();
    });
    incoming.once("end", done);
    incoming.once("close", done);
  });
}

/**
 * Writes one answer of a core; a stream is written as it comes, no faster than the client reads. `everywhere` are the
 * headers of every answer, which a core's own take the place of.
 */
export async function writeDoorResponse(outgoing, { status, headers, body }, everywhere) {
  if (outgoing.destroyed)
    return void (typeof body === "object" && body[Symbol.asyncIterator] && abandon(body));
  if (typeof body === "string" || body instanceof Uint8Array) {
    const length = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
    const own = { ...everywhere, ...headers };
    // What some sites may frame says so in its own policy; this header knows only all or none.
    if (own["x-frame-options"] === "") delete own["x-frame-options"];
    if (!bodiless.has(status)) own["content-length"] = length;
    outgoing.writeHead(status, own);
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(status, { ...everywhere, ...headers });
  outgoing.flushHeaders();
  await pipe(body[Symbol.asyncIterator](), outgoing);
}

async function pipe(source, outgoing) {
  let isOpen = true;
  let wake;
  const closed = new Promise((resolve) => {
    outgoing.once("close", () => {
      isOpen = false;
      wake?.();
      resolve({ done: true });
    });
  });
  try {
    while (isOpen) {
      const next = await Promise.race([source.next(), closed]);
      if (next.done) break;
      if (outgoing.write(next.value)) continue;
      await new Promise((resolve) => {
        wake = resolve;
        outgoing.once("drain", resolve);
      });
    }
    outgoing.end();
  } catch (error) {
    // Cut off rather than ended: what came so far must not pass for the whole.
    outgoing.destroy();
    throw error;
  } finally {
    // Not awaited: a source that waits for its next event hears of it through the request's signal.
    source.return?.()?.catch?.(() => {});
  }
}

function abandon(body) {
  body[Symbol.asyncIterator]().return?.();
}
