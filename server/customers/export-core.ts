import { ZodError } from "zod";
import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { loadMessages } from "@/lib/i18n/load-messages";
import { chooseLocale } from "@/lib/i18n/locales";
import { contentDisposition } from "@/lib/text/file-name";
import { DomainError, type ErrorKind, openMemberContext } from "@/server/kernel";
import { exportColumns, exportCustomers } from "./export-customers";
import { ExportCustomersInput } from "./schemas";

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
 * `GET /api/customers/export?workspace=&q=&fields=&lang=`: the customers of a list as a CSV that is written as it is
 * read, for a signed-in member who may. `fields` is JSON, as `customers.find` takes it.
 */
export const customerExportCore: DoorCore = (request) =>
  request.path === "/api/customers/export" ? answerExport(request) : null;

async function answerExport(request: DoorRequest): Promise<DoorResponse> {
  const { query } = request;
  if (request.method !== "GET") {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED", message: "Only GET." } }, { allow: "GET" });
  }
  try {
    const ctx = await openMemberContext({ request, slug: query.get("workspace") ?? "" });
    const input = ExportCustomersInput.parse({
      q: query.get("q") ?? undefined,
      fields: JSON.parse(query.get("fields") ?? "[]"),
    });
    const locale = chooseLocale(query.get("lang") ?? undefined, request.header("accept-language") ?? null);
    const { customers } = await loadMessages(locale, ["customers"]);
    const words = {
      headings: exportColumns.map((column) => customers.export[column]),
      yes: customers.fields.yes,
      no: customers.fields.no,
    };
    const { signal } = request;
    const body = await exportCustomers({ ctx, input: { ...input, words, signal } });
    const name = `${ctx.workspace.slug}-customers-${ctx.clock.now().toISOString().slice(0, 10)}.csv`;
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
    if (error instanceof ZodError || error instanceof SyntaxError) {
      const message =
        "Ask with `q` of at least two letters and `fields` as JSON: [{ fieldId, is | from, to }].";
      return json(400, { error: { code: "INVALID_INPUT", message } });
    }
    if (!(error instanceof DomainError)) throw error;
    return json(statusByKind[error.kind], { error: { code: error.code, message: error.message } });
  }
}
