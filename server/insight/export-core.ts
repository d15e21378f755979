import { ZodError } from "zod";
import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { loadMessages } from "@/lib/i18n/load-messages";
import { chooseLocale } from "@/lib/i18n/locales";
import { contentDisposition } from "@/lib/text/file-name";
import { DomainError, type ErrorKind, openMemberContext } from "@/server/kernel";
import { exportColumns, exportFigureRows } from "./export-figure-rows";
import { ListFigureRowsInput } from "./schemas";

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
 * `GET /api/insight/export?workspace=&figure=&days=&key=&lang=`: the rows behind a figure as a CSV that is written as it
 * is read, for a signed-in member who may see them.
 */
export const exportCore: DoorCore = (request) =>
  request.path === "/api/insight/export" ? answerExport(request) : null;

async function answerExport(request: DoorRequest): Promise<DoorResponse> {
  const { query } = request;
  if (request.method !== "GET") {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED", message: "Only GET." } }, { allow: "GET" });
  }
  try {
    const ctx = await openMemberContext({ request, slug: query.get("workspace") ?? "" });
    const input = ListFigureRowsInput.parse({
      figure: query.get("figure"),
      days: Number(query.get("days")),
      key: query.get("key") ?? undefined,
    });
    const locale = chooseLocale(query.get("lang") ?? undefined, request.header("accept-language") ?? null);
    const { insight } = await loadMessages(locale, ["insight"]);
    const headings = exportColumns.map((column) => insight.rows.columns[column]);
    const { signal } = request;
    const body = await exportFigureRows({ ctx, input: { ...input, headings, signal } });
    const today = ctx.clock.now().toISOString().slice(0, 10);
    const name = `${ctx.workspace.slug}-${input.figure}-${input.days}-${today}.csv`;
    return {
      status: 200,
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": contentDisposition("attachment", name),
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      },
      body,
    };
  } catch (error) {
    if (error instanceof ZodError) {
      const message = "Ask with a figure, its days (1, 7, 30 or 90) and the key where the figure has one.";
      return json(400, { error: { code: "INVALID_INPUT", message } });
    }
    if (!(error instanceof DomainError)) throw error;
    return json(statusByKind[error.kind], { error: { code: error.code, message: error.message } });
  }
}
