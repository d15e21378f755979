import { ZodError } from "zod";
import {
  asStorageFull,
  DomainError,
  fromHeaders,
  getRuntime,
  httpStatus,
  isOwnWrite,
  openMemberContext,
  workspaceHeader,
} from "@/server/kernel";
import { ImportFileIncomplete, ImportFileTooLarge } from "./errors";
import { receiveImport } from "./receive-import";
import { maxImportBytes } from "./rules";
import type { ReceiveImportInput } from "./schemas";

/**
 * `POST /api/imports?target=…&name=…` with the bytes of a file as its body, from a signed-in member of the workspace
 * that the header names. They go to the disk as they come; the answer is the import with its guesses, or
 * `{ error: { code, message, detail } }`.
 */
export async function handleImportUpload(request: Request): Promise<Response> {
  const headers = fromHeaders(request.headers);
  try {
    if (!isOwnWrite(headers)) {
      return refuse(403, "FORBIDDEN", `Writes need the ${workspaceHeader} header and our own Origin.`);
    }
    const ctx = await openMemberContext({ request: headers, slug: headers.header(workspaceHeader) ?? "" });
    // Told before it comes: nobody sends two gigabytes to hear that they are too many.
    const announcedBytes = Number(headers.header("content-length") ?? 0);
    if (announcedBytes > maxImportBytes) {
      throw new ImportFileTooLarge({ maxBytes: maxImportBytes });
    }
    const query = new URL(request.url).searchParams;
    const input = { target: query.get("target"), fileName: query.get("name") } as ReceiveImportInput;
    return answer(
      200,
      await receiveImport({ ctx, input, announcedBytes, bytes: bytesOf(request, announcedBytes) }),
    );
  } catch (thrown) {
    const error = asStorageFull(thrown) ?? thrown;
    if (error instanceof DomainError)
      return refuse(httpStatus[error.kind], error.code, error.message, error.data);
    if (error instanceof ZodError) return refuse(400, "INVALID_INPUT", "The input is not valid.");
    getRuntime().logger.error({ error }, "a file could not be received");
    return refuse(
      500,
      "INTERNAL",
      "Something went wrong on our side. Nothing was stored; try again in a moment.",
    );
  }
}

/** @throws ImportFileIncomplete where the body ends before its announced length: half a file is no file */
async function* bytesOf(request: Request, announcedBytes: number): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  let receivedBytes = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      receivedBytes += value.byteLength;
      yield value;
    }
    if (receivedBytes < announcedBytes) throw new ImportFileIncomplete({ announcedBytes, receivedBytes });
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });

const refuse = (status: number, code: string, message: string, detail: Record<string, unknown> = {}) =>
  answer(status, { error: { code, message, detail } });
