import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand, signalGroup } from "./command.ts";
import { PlainError } from "./plain-error.ts";
import { identify, isAlive, type ProcessIdentity, waitForEnd } from "./processes.ts";

/** What the built application is made of. Migrations and public files are read when it runs. */
const sources = ["app", "components", "db", "lib", "messages", "sandbox", "server"];
const files = [
  "instrumentation.ts",
  "next.config.mjs",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const unbuilt = /\.(test\.tsx?|md|sql)$|^db\/(migrations|testing)\//;
const patienceMs = 120_000;
const stampFile = (root: string) => join(root, ".next", "santral-build");

/** True when what is built is not what the sources say. */
export function isBuildStale(root: string): boolean {
  const stamp = stampFile(root);
  return !existsSync(stamp) || readFileSync(stamp, "utf8") !== hashSources(root);
}

/**
 * Builds the application.
 *
 * @param signal ends the build early
 * @throws PlainError with what the build said
 */
export async function build(root: string, signal?: AbortSignal): Promise<void> {
  const hash = hashSources(root);
  // An interrupted build must not pass for a finished one.
  rmSync(stampFile(root), { force: true });
  await endOrphanedBuild(root);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { code, output } = await runCommand({
      command: [process.execPath, join(root, "node_modules/next/dist/bin/next"), "build"],
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
        SANTRAL_BUILD: hash.slice(0, 16),
      },
      signal,
      onSpawn: (pid) => recordBuilder(root, pid),
    });
    if (code === 0) break;
    // Another start or test run of this folder builds at this moment.
    const isBusy = /already running/.test(output) && performance.now() < deadline && !signal?.aborted;
    if (!isBusy) throw new PlainError(`The application could not be built.\n${output.trim()}`);
    await sleep(1_000);
    if (!isBuildStale(root)) return;
  }
  rmSync(builderFile(root), { force: true });
  writeFileSync(stampFile(root), hash);
}

type Builder = { owner: ProcessIdentity | null; build: ProcessIdentity | null };

// A build clears its folder of everything but the cache.
const builderFile = (root: string) => join(root, ".next/cache/santral-builder.json");

function readBuilder(root: string): Builder | null {
  return existsSync(builderFile(root))
    ? (JSON.parse(readFileSync(builderFile(root), "utf8")) as Builder)
    : null;
}

function recordBuilder(root: string, pid: number): void {
  const other = readBuilder(root)?.build;
  if (other && isAlive(other)) return;
  const builder: Builder = { owner: identify(process.pid), build: identify(pid) };
  mkdirSync(dirname(builderFile(root)), { recursive: true });
  writeFileSync(builderFile(root), JSON.stringify(builder));
}

/** The build of a start that was killed would go on to its end, for nobody, and hold up ours. */
async function endOrphanedBuild(root: string): Promise<void> {
  const { owner, build } = readBuilder(root) ?? { owner: null, build: null };
  if (!build || !isAlive(build) || (owner && isAlive(owner))) return;
  signalGroup(build.pid, "SIGKILL");
  await waitForEnd(build, 5_000);
}

function hashSources(root: string): string {
  const hash = createHash("sha256").update(`${process.version} ${process.platform} ${process.arch}\n`);
  const names = sources.flatMap((folder) => listFiles(root, folder)).concat(files);
  for (const name of names.sort()) {
    const path = join(root, name);
    if (unbuilt.test(name) || !existsSync(path)) continue;
    hash.update(`${name}\n`).update(readFileSync(path)).update("\n");
  }
  return hash.digest("hex");
}

function listFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}
