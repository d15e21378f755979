import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { type Answer, type Call, Operation, SerialisedError } from "./protocol";

/** The address under which the SDK believes itself called; nothing leaves the process. */
export const embeddedOrigin = "http://embedded.invalid";

/** The signature of a body, as the SDK checks it: over the text itself and the moment. */
export function signBody(signingKey: string, body: string, now = Date.now()): string {
  const t = Math.floor(now / 1_000);
  const key = signingKey.replace(/^signkey-\w+-/, "");
  return `t=${t}&s=${createHmac("sha256", key).update(body).update(String(t)).digest("hex")}`;
}

/** Asks the SDK's handler in this process, signed as a server would. */
export function askHandler(
  handler: (request: Request) => Promise<Response>,
  signingKey: string,
  method: "POST" | "PUT",
  query: string,
  input: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  // The SDK hashes its own canonical form of what it has parsed.
  const body = canonicalize(input)!;
  return handler(
    new Request(`${embeddedOrigin}/api/inngest${query}`, {
      method,
      headers: {
        host: new URL(embeddedOrigin).host,
        "content-type": "application/json",
        "x-inngest-signature": signBody(signingKey, body),
        "x-inngest-server-kind": "cloud",
        ...headers,
      },
      body,
    }),
  );
}

/** The body of a call; `fn_id` and `qi_id` are what switches the SDK's checkpoints on. */
export function toBody(call: Call): unknown {
  return {
    version: call.requestVersion,
    event: call.events[0],
    events: call.events,
    steps: call.memos,
    defers: {},
    use_api: false,
    ctx: {
      run_id: call.runId,
      attempt: call.attempt,
      max_attempts: call.maxAttempts,
      disable_immediate_execution: call.isOnlyPlanning,
      use_api: false,
      stack: { stack: call.stack, current: call.stack.length },
      fn_id: call.functionId,
      qi_id: call.claim.id,
      generation_id: call.claim.generation,
      step_id: call.step,
      env: "",
    },
  };
}

/**
 * Reads a function's answer. What does not come from the SDK, or in a form that is not known, is an error of this attempt.
 */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const header = (name: string) => response.headers.get(name);
  const retryAfterMs = readRetryAfter(header("retry-after"));
  if (header("x-inngest-sdk") === null) {
    return threw(`The function was answered ${response.status} by something that is no function.`);
  }
  const requestVersion = Number(header("x-inngest-req-version") ?? 1);
  const isFinal = header("x-inngest-no-retry") === "true";
  let body: unknown;
  try {
    body = text === "" ? null : JSON.parse(text);
  } catch {
    return threw("The function's answer is no JSON.");
  }
  if (response.status === 200) return { kind: "returned", value: body };
  if (response.status === 206) {
    const operations = z.array(Operation).min(1).safeParse(body);
    if (!operations.success) return threw("The function's steps came in a form that is not known.");
    const [first, ...others] = operations.data;
    if (first?.op === "RunComplete" && others.length === 0) return { kind: "returned", value: first.data };
    return { kind: "operations", operations: operations.data, requestVersion, isFinal, retryAfterMs };
  }
  const error = SerialisedError.safeParse(body);
  return {
    kind: "threw",
    error: error.success ? error.data : { name: "Error", message: text.slice(0, 1_000) },
    isFinal,
    retryAfterMs,
  };

  function threw(message: string): Answer {
    return { kind: "threw", error: { name: "AnswerUnreadable", message }, isFinal: false };
  }
}

/** Whole seconds, or a moment. */
function readRetryAfter(value: string | null): number | undefined {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : ms;
}
