import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "./command.ts";
import { PlainError } from "./plain-error.ts";

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
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { code, output } = await runCommand({
      command: [process.execPath, join(root, "node_modules/next/dist/bin/next"), "build"],
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      signal,
    });
    if (code === 0) break;
    // The build of a start that was killed runs on to its end.
    const isBusy = /already running/.test(output) && performance.now() < deadline && !signal?.aborted;
    if (!isBusy) throw new PlainError(`The application could not be built.\n${output.trim()}`);
    await sleep(1_000);
  }
  writeFileSync(stampFile(root), hash);
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
