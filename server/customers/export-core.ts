import { loadMessages } from "@/lib/i18n/load-messages";
import { chooseLocale } from "@/lib/i18n/locales";
import { fileDoor } from "@/server/kernel";
import { exportColumns, exportCustomers } from "./export-customers";
import { ExportCustomersInput } from "./schemas";

/**
 * `GET /api/customers/export?workspace=&q=&fields=&lang=`: the customers of a list as CSV, for a member who may.
 * `fields` is JSON, as `customers.find` takes it.
 */
export const customerExportCore = fileDoor({
  path: "/api/customers/export",
  hint: "Ask with `q` of at least two letters and `fields` as JSON: [{ fieldId, is | from, to }].",
  async write(ctx, request) {
    const { query, signal } = request;
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
    const today = ctx.clock.now().toISOString().slice(0, 10);
    return {
      name: `${ctx.workspace.slug}-customers-${today}.csv`,
      contentType: "text/csv; charset=utf-8",
      body: await exportCustomers({ ctx, input: { ...input, words, signal } }),
    };
  },
});
