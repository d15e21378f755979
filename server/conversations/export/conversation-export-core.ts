import { chooseLocale } from "@/lib/i18n/locales";
import { fileDoor } from "@/server/kernel";
import { ExportConversationInput, exportConversation } from "./export-conversation";

/**
 * `GET /api/conversations/export?workspace=&conversation=&format=html|text|json&notes=1&lang=`: a conversation as a file,
 * for a member who may take it.
 */
export const conversationExportCore = fileDoor({
  path: "/api/conversations/export",
  hint: "Ask with a conversation and its format: html, text or json.",
  write(ctx, request) {
    const { query, signal } = request;
    const input = ExportConversationInput.parse({
      conversationId: query.get("conversation"),
      format: query.get("format"),
      includesNotes: query.get("notes") === "1",
      locale: chooseLocale(query.get("lang") ?? undefined, request.header("accept-language") ?? null),
    });
    return exportConversation({ ctx, input, signal });
  },
});
