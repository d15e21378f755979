/**
 * Completes `package-lock.json` with the optional packages of other platforms that a registry mirror did not
 * offer when the lock was made: npm leaves them out, and `npm ci` then refuses the whole lock on every machine.
 * The added entries carry their exact version and platform, so that they are skipped where they do not belong.
 *
 * Usage: node scripts/complete-lockfile.mjs   (after `npm install` of anything; prints what it added)
 */
import { readFileSync, writeFileSync } from "node:fs";

const systems = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"];
const exactVersion = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/**
 * The entries that a lock lacks, by their path in it.
 *
 * @throws Error when a missing package is not bound to a platform, or not pinned exactly: guessing would be wrong
 */
export function missingPlatformPackages(packages) {
  const missing = {};
  for (const entry of Object.values(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      if (Object.keys(packages).some((known) => known === path || known.endsWith(`/${path}`))) continue;
      if (!exactVersion.test(version))
        throw new Error(`${name}@${version} is missing and not pinned exactly.`);
      const { cpu, libc, os } = platformOf(name);
      // In npm's own order of fields, so that a later `npm install` changes nothing.
      missing[path] = Object.fromEntries(
        Object.entries({ version, cpu, dev: entry.dev, libc, optional: true, os }).filter(
          ([, value]) => value,
        ),
      );
    }
  }
  return missing;
}

function platformOf(name) {
  const words = name.split(/[-_/]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  if (cpu.length === 0) throw new Error(`${name} is missing from the lock and its name tells no platform.`);
  const libc = words.some((word) => word.startsWith("musl")) ? ["musl"] : ["glibc"];
  return { cpu, libc: os.includes("linux") ? libc : undefined, os: os.length > 0 ? os : undefined };
}

if (import.meta.main) {
  const file = new URL("../package-lock.json", import.meta.url);
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingPlatformPackages(lock.packages);
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) =>
    a.localeCompare(b, "en"),
  );
  lock.packages = Object.fromEntries(sorted);
  if (Object.keys(missing).length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} packages of other platforms added to package-lock.json`);
}
