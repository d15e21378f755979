import { ZodError } from "zod";
import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { contentDisposition } from "@/lib/text/file-name";
import type { Ctx } from "./context";
import { DomainError, type ErrorKind, StorageFull } from "./errors";
import { getRuntime } from "./runtime";
import { openMemberContext } from "./session";

/** The HTTP status of a domain's refusal. */
export const httpStatus: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
};

/** What an error is that came of a full disk, which everybody hears of from then on; null for any other one. */
export function asStorageFull(error: unknown): StorageFull | null {
  if (error instanceof StorageFull) return error;
  return getRuntime().storage.note(error) ? new StorageFull({ cause: error }) : null;
}

/** What a domain's refusal is over HTTP: `{ error: { code, message, detail } }`, and when to come back where it says so. */
export function refusal(error: DomainError): DoorResponse {
  const { kind, code, message, data } = asStorageFull(error) ?? error;
  return json(
    httpStatus[kind],
    { error: { code, message, detail: data } },
    {
      "cache-control": "no-store",
      ...(typeof data.retryAfterS === "number" && { "retry-after": String(data.retryAfterS) }),
    },
  );
}

export type WrittenFile = { name: string; contentType: string; body: AsyncIterable<Uint8Array> };

/**
 * `GET <path>?workspace=…`: a file that is written as it is read, for a signed-in member of that workspace.
 *
 * @param door.hint what to ask with, told where the question cannot be read
 * @param door.write opens the file; what it refuses is said before the first byte
 */
export function fileDoor(door: {
  path: string;
  hint: string;
  write(ctx: Ctx, request: DoorRequest): Promise<WrittenFile>;
}): DoorCore {
  return (request) => (request.path === door.path ? answer(request) : null);

  async function answer(request: DoorRequest): Promise<DoorResponse> {
    if (request.method !== "GET") {
      return json(405, { error: { code: "METHOD_NOT_ALLOWED", message: "Only GET." } }, { allow: "GET" });
    }
    try {
      const ctx = await openMemberContext({ request, slug: request.query.get("workspace") ?? "" });
      const { name, contentType, body } = await door.write(ctx, request);
      return {
        status: 200,
        headers: {
          "content-type": contentType,
          "content-disposition": contentDisposition("attachment", name),
          "cache-control": "no-store",
          // A buffering proxy would hold the first lines back until the last.
          "x-accel-buffering": "no",
        },
        body,
      };
    } catch (error) {
      if (error instanceof DomainError) return refusal(error);
      if (error instanceof ZodError || error instanceof SyntaxError) {
        return json(400, { error: { code: "INVALID_INPUT", message: door.hint } });
      }
      throw error;
    }
  }
}
