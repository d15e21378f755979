import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "@/db/schema";
import type { Runtime } from "@/server/kernel";

/** What one statement may look at in one table, whichever index it came by: a page, a count, an hour; not a workspace. */
const mostRowsRead = 2_500;
/** What finding one row by an index may touch: the way down the index, its page and its neighbours' remains. */
const pagesARow = 8;

/** A step of a plan as `auto_explain` tells it. */
export type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Shared Hit Blocks"?: number;
  "Shared Read Blocks"?: number;
  Plans?: PlanNode[];
};

export type Statement = { text: string; plan: PlanNode };

/**
 * Makes the server tell the plan of every statement that the product sends to this database, with what it really
 * read, those inside functions too; and gives the runtime pools that listen, until it is stopped.
 */
export async function observe(
  runtime: Runtime,
  urls: { adminUrl: string; appUrl: string; workerUrl: string },
): Promise<{ take(): Statement[]; stop(): Promise<void> }> {
  const settings = {
    // As on the product's own server, whatever this one has.
    random_page_cost: "1.1",
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
  };
  const admin = postgres(urls.adminUrl, { max: 1, onnotice: () => {} });
  const [database] = await admin<{ name: string }[]>`select current_database() as name`;
  // Known to this session, the settings of the library may be set for the others.
  await admin.unsafe("load 'auto_explain'");
  for (const [name, value] of Object.entries(settings)) {
    await admin.unsafe(`alter database "${database!.name}" set ${name} = '${value}'`);
  }
  await admin.end({ timeout: 5 });

  let told: Statement[] = [];
  const listen = (url: string, name: string) =>
    postgres(url, {
      max: 4,
      connection: { application_name: name, TimeZone: "UTC" },
      onnotice: ({ message }) => {
        const at = message?.indexOf("plan:") ?? -1;
        if (!message || at < 0) return;
        const { "Query Text": text, Plan: plan } = JSON.parse(message.slice(at + 5)) as {
          "Query Text": string;
          Plan: PlanNode;
        };
        told.push({ text, plan });
      },
    });
  const [app, worker] = [listen(urls.appUrl, "observed-app"), listen(urls.workerUrl, "observed-worker")];
  const own = { app: runtime.app, worker: runtime.worker };
  Object.assign(runtime, { app: drizzle(app, { schema }), worker: drizzle(worker, { schema }) });
  return {
    /** What has been told since the last time. */
    take() {
      const taken = told;
      told = [];
      return taken;
    },
    async stop() {
      Object.assign(runtime, own);
      await Promise.all([app.end({ timeout: 5 }), worker.end({ timeout: 5 })]);
    },
  };
}

/** A step of a plan that reads rows of a table: how many it looked at, how often, and the pages it touched. */
export type Read = { how: string; relation: string; rows: number; loops: number; pages: number };

/** The steps of a plan that read rows. */
function readsOf(plan: PlanNode): Read[] {
  const { "Node Type": how, "Relation Name": relation, "Actual Loops": loops, Plans: below = [] } = plan;
  const looked =
    plan["Actual Rows"] +
    (plan["Rows Removed by Filter"] ?? 0) +
    (plan["Rows Removed by Index Recheck"] ?? 0);
  // A step's pages hold those of the steps below it; a bitmap's two steps belong together.
  const others = below.filter((step) => step["Node Type"] !== "Bitmap Index Scan");
  const pages = pagesOf(plan) - others.reduce((sum, step) => sum + pagesOf(step), 0);
  const own = relation && /Scan$/.test(how) ? [{ how, relation, rows: looked * loops, loops, pages }] : [];
  return [...own, ...below.flatMap(readsOf)];
}

const pagesOf = (plan: PlanNode) => (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0);

/**
 * What a statement does that no hot statement may.
 *
 * @param large the tables that are not to be read from end to end
 */
export function faultsOf(
  { text, plan }: Statement,
  large: ReadonlySet<string>,
  { mostRows = mostRowsRead, hasDeadRows = false } = {},
): string[] {
  const shown = text.replace(/\s+/g, " ").slice(0, 300);
  return readsOf(plan).flatMap(({ how, relation, rows, loops, pages }) => {
    if (!large.has(relation)) return [];
    if (how === "Seq Scan") return [`reads all of ${relation}: ${shown}`];
    if (rows > mostRows) return [`looks at ${rows} rows of ${relation} (${how}): ${shown}`];
    // Few rows out of many pages: an index whose first columns do not serve the condition.
    const isWalk = pages > 20 + pagesARow * (rows + loops);
    return isWalk && !hasDeadRows
      ? [`walks ${pages} pages of ${relation} for ${rows} rows (${how}): ${shown}`]
      : [];
  });
}
