import http from "node:http";
import https from "node:https";

export type PostResult = {
  status: number;
  reason: string;
  retryAfterS: number;
  contentType: string;
  body: string;
};

/** A webhook that could not even be reached: not an attempt at the update, so its back-off does not grow. */
export class Unreachable extends Error {}

/** Sends one update to a webhook. */
export type Post = (url: string, headers: Record<string, string>, body: string) => Promise<PostResult>;

const timeoutMs = 60_000;
/** A webhook reply is a method call; anything longer is not read. */
const largestReplyBytes = 1024 * 1024;

/** An HTTP client with kept-alive connections, and its end. */
export function createPost(): { post: Post; close(): void } {
  const plain = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const secure = new https.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const post: Post = (address, headers, body) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const isSecure = url.protocol === "https:";
      const options = {
        method: "POST",
        agent: isSecure ? secure : plain,
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
      };
      const request = (isSecure ? https : http).request(url, options, (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on("data", (chunk: Buffer) => {
          length += chunk.length;
          if (length <= largestReplyBytes) chunks.push(chunk);
        });
        response.on("end", () => resolve(resultOf(response, Buffer.concat(chunks).toString("utf8"))));
        response.on("error", reject);
      });
      request.setTimeout(timeoutMs, () => request.destroy(new Error("Read timeout expired")));
      request.on("error", (error: NodeJS.ErrnoException) => reject(connectionError(error)));
      request.end(body);
    });
  return {
    post,
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function resultOf(response: http.IncomingMessage, body: string): PostResult {
  const retryAfterS = Number(response.headers["retry-after"]);
  return {
    status: response.statusCode ?? 0,
    reason: response.statusMessage ?? "",
    retryAfterS: Number.isInteger(retryAfterS) && retryAfterS > 0 ? retryAfterS : 0,
    contentType: response.headers["content-type"] ?? "",
    body,
  };
}

/** The real server's words where they are known. */
function connectionError(error: NodeJS.ErrnoException): Error {
  if (error.code === "ECONNREFUSED") return new Unreachable("Connection refused", { cause: error });
  if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN")
    return new Unreachable("Failed to resolve host", { cause: error });
  if (error.code === "ECONNRESET" || error.code === "EPIPE")
    return new Error("Webhook connection closed", { cause: error });
  return error;
}
