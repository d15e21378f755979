import { ZodError } from "zod";
import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { chooseLocale } from "@/lib/i18n/locales";
import { contentDisposition } from "@/lib/text/file-name";
import { DomainError, type ErrorKind, openMemberContext } from "@/server/kernel";
import { ExportConversationInput, exportConversation } from "./export-conversation";

const statusByKind: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
};

/**
 * `GET /api/conversations/export?workspace=&conversation=&format=html|text|json&notes=1&lang=`: a conversation as a file
 * that is written as it is read, for a signed-in member who may take it.
 */
export const conversationExportCore: DoorCore = (request) =>
  request.path === "/api/conversations/export" ? answerExport(request) : null;

async function answerExport(request: DoorRequest): Promise<DoorResponse> {
  const { query, signal } = request;
  if (request.method !== "GET") {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED", message: "Only GET." } }, { allow: "GET" });
  }
  try {
    const ctx = await openMemberContext({ request, slug: query.get("workspace") ?? "" });
    const input = ExportConversationInput.parse({
      conversationId: query.get("conversation"),
      format: query.get("format"),
      includesNotes: query.get("notes") === "1",
      locale: chooseLocale(query.get("lang") ?? undefined, request.header("accept-language") ?? null),
    });
    const { name, contentType, body } = await exportConversation({ ctx, input, signal });
    return {
      status: 200,
      headers: {
        "content-type": contentType,
        "content-disposition": contentDisposition("attachment", name),
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      },
      body,
    };
  } catch (error) {
    if (error instanceof ZodError) {
      const message = "Ask with a conversation and its format: html, text or json.";
      return json(400, { error: { code: "INVALID_INPUT", message } });
    }
    if (!(error instanceof DomainError)) throw error;
    return json(statusByKind[error.kind], { error: { code: error.code, message: error.message } });
  }
}
