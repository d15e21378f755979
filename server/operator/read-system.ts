import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import journal from "@/db/migrations/meta/_journal.json";
import packageJson from "@/package.json";
import { getRuntime, type OperatorCtx, requirePermission } from "@/server/kernel";
import type { System } from "./schemas";

/** What an on-call engineer is asked for first; all are pinned to exact versions. */
const libraries = [
  "next",
  "react",
  "@trpc/server",
  "drizzle-orm",
  "postgres",
  "inngest",
  "next-auth",
] as const;

/** What runs: build, runtimes, schema, libraries, memory. */
export async function readSystem({ ctx }: { ctx: OperatorCtx }): Promise<System> {
  requirePermission(ctx, "platform.read");
  const { worker, env, startedAt, storage } = getRuntime();
  const newest = journal.entries.at(-1)!;
  const [[server], [applied], build] = await Promise.all([
    worker.execute<{ version: string }>(sql`select current_setting('server_version') as version`),
    worker.execute<{ newest: string }>(
      sql`select coalesce(max(created_at), 0) as newest from drizzle.__drizzle_migrations`,
    ),
    readBuild(),
  ]);
  const memory = process.memoryUsage();
  const versions: Record<string, string> = packageJson.dependencies;
  return {
    version: packageJson.version,
    build,
    node: process.versions.node,
    postgres: server!.version,
    migration: newest.tag,
    pendingMigrations: journal.entries.filter(({ when }) => when > Number(applied!.newest)).length,
    libraries: libraries.map((name) => ({ name, version: versions[name] ?? "–" })),
    startedAt: startedAt.toISOString(),
    pid: process.pid,
    memory: { residentBytes: memory.rss, heapBytes: memory.heapUsed },
    storage: storage.bytes && { freeBytes: storage.bytes.free, totalBytes: storage.bytes.total },
    isSandboxOn: env.isSandboxOn,
  };
}

async function readBuild(): Promise<string | null> {
  const text = await readFile(join(process.cwd(), ".next", "BUILD_ID"), "utf8").catch(() => null);
  return text?.trim() || null;
}
