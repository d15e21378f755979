/**
 * `npm run -s stats`: the figures of a product's workspaces, read through the product's own verbs from its database,
 * which may be running or not. `-- --json` prints one object, `--days 1|7|30|90` another span, `--workspace <slug>` one
 * workspace. Nothing of the workspaces is written.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { prepareDatabase } from "../db/prepare";
import { getActivation, getFigures } from "../server/insight";
import { openSystemContext, readEnv, startRuntime } from "../server/kernel";
import { readConfiguration } from "./lib/configuration";
import { openDataFolder } from "./lib/data-folder";
import { ensureDatabase, startEmbeddedPostgres } from "./lib/embedded-postgres";
import { PlainError } from "./lib/plain-error";
import { runCommand } from "./lib/run-command";
import { keepSecrets, secretsFile } from "./lib/secrets";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const spans = [1, 7, 30, 90] as const;

await runCommand(main);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      days: { type: "string", default: "7" },
      workspace: { type: "string" },
    },
  });
  const days = spans.find((span) => String(span) === values.days);
  if (!days) throw new PlainError(`--days is one of ${spans.join(", ")}.`);
  const database = await openDatabase();
  try {
    const told = await read(database.environment, days, values.workspace);
    if (values.json)
      process.stdout.write(`${JSON.stringify({ source: database.source, days, workspaces: told })}\n`);
    else print(database.source, days, told);
  } finally {
    await database.stop();
  }
}

type Told = Awaited<ReturnType<typeof read>>;

async function read(
  environment: Record<string, string>,
  days: (typeof spans)[number],
  slug: string | undefined,
) {
  const runtime = await startRuntime({
    env: readEnv({ ...process.env, NODE_ENV: "production", LOG_LEVEL: "error", ...environment }),
    isServing: false,
  });
  try {
    const ids = await runtime.worker.execute<{ workspace_id: string }>(
      sql`select workspace_id from resolve_workspaces()`,
    );
    const all = [];
    for (const { workspace_id } of ids) {
      const ctx = await openSystemContext(workspace_id, { kind: "system", name: "stats" });
      if (slug !== undefined && ctx.workspace.slug !== slug) continue;
      const { total, before, intents, languages, clocks, satisfaction, timeZone } = await getFigures({
        ctx,
        input: { days },
      });
      const { firstAnswerAfterS } = await getActivation({ ctx });
      const { slug: name, kind } = ctx.workspace;
      all.push({
        workspace: name,
        kind,
        timeZone,
        total,
        before,
        intents,
        languages,
        clocks,
        satisfaction,
        firstAnswerAfterS,
      });
    }
    if (slug !== undefined && all.length === 0) throw new PlainError(`There is no workspace "${slug}".`);
    return all;
  } finally {
    await runtime.stop();
  }
}

function print(source: string, days: number, told: Told): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(`Figures of ${days === 1 ? "today" : `the last ${days} days`}, read from ${source}.`);
  for (const { workspace, kind, timeZone, total, before, intents, satisfaction } of told) {
    say(`\n${workspace} (${kind}, ${timeZone})`);
    for (const [name, value] of Object.entries(total)) {
      const past = before[name as keyof typeof before];
      const shown = (one: number | null) => (one === null ? "–" : String(Number(one.toFixed(3))));
      say(`  ${name.padEnd(22)} ${shown(value).padStart(10)}   before ${shown(past)}`);
    }
    const { count, average, share } = satisfaction.total;
    if (count > 0)
      say(
        `  satisfaction           ${average?.toFixed(2).padStart(10)}   of ${count} ratings, ${Math.round((share ?? 0) * 100)} % content`,
      );
    const asked = intents.slice(0, 5).map(({ intent, name, asked: n }) => `${name ?? intent} ${n}`);
    if (asked.length > 0) say(`  asked most: ${asked.join(", ")}`);
  }
  if (told.length === 0) say("There is no workspace yet.");
}

/** The product's own database: the one of `DATABASE_URL`, or the embedded one of the data folder. */
async function openDatabase() {
  const { databaseUrl } = readConfiguration(process.env, false);
  if (databaseUrl && process.env.DATABASE_WORKER_URL) {
    return {
      environment: {},
      source: `the database "${nameOf(databaseUrl)}" of DATABASE_URL`,
      stop: async () => {},
    };
  }
  const { dataDir } = openDataFolder({
    root,
    wanted: process.env.DATA_DIR,
    isEmbedded: databaseUrl === null,
  });
  const server = databaseUrl ? null : await startEmbeddedPostgres({ dataDir });
  const adminUrl = databaseUrl ?? (await ensureDatabase(server!.adminUrl, "santral"));
  const { appUrl, workerUrl } = await prepareDatabase({ adminUrl, secretsFile: secretsFile(dataDir) });
  return {
    environment: {
      DATABASE_URL: appUrl,
      DATABASE_WORKER_URL: workerUrl,
      DATA_DIR: dataDir,
      ...keepSecrets(dataDir),
    },
    source: `the database "${nameOf(adminUrl)}" of ${databaseUrl ? "DATABASE_URL" : dataDir}`,
    stop: async () => {
      if (server && !server.reused) await server.stop();
    },
  };
}

/** A database by its name: the rest of an address may be a password. */
function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
