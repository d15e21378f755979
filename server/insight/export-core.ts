import { loadMessages } from "@/lib/i18n/load-messages";
import { chooseLocale } from "@/lib/i18n/locales";
import { fileDoor } from "@/server/kernel";
import { exportColumns, exportFigureRows } from "./export-figure-rows";
import { ListFigureRowsInput } from "./schemas";

/**
 * `GET /api/insight/export?workspace=&figure=&days=&key=&lang=`: the rows behind a figure as CSV, for a member who may
 * see them.
 */
export const exportCore = fileDoor({
  path: "/api/insight/export",
  hint: "Ask with a figure, its days (1, 7, 30 or 90) and the key where the figure has one.",
  async write(ctx, request) {
    const { query, signal } = request;
    const input = ListFigureRowsInput.parse({
      figure: query.get("figure"),
      days: Number(query.get("days")),
      key: query.get("key") ?? undefined,
    });
    const locale = chooseLocale(query.get("lang") ?? undefined, request.header("accept-language") ?? null);
    const { insight } = await loadMessages(locale, ["insight"]);
    const headings = exportColumns.map((column) => insight.rows.columns[column]);
    const today = ctx.clock.now().toISOString().slice(0, 10);
    return {
      name: `${ctx.workspace.slug}-${input.figure}-${input.days}-${today}.csv`,
      contentType: "text/csv; charset=utf-8",
      body: await exportFigureRows({ ctx, input: { ...input, headings, signal } }),
    };
  },
});
