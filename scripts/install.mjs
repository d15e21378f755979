/**
 * Installs the packages when they are missing or `package-lock.json` has changed; otherwise it costs a few
 * milliseconds. Runs before `npm start`, `npm test` and the like, on the Node that npm itself runs on, so it uses
 * built-ins only and nothing newer than Node 20.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mendPostgres } from "./mend-postgres.mjs";

const oldestNode = 20;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, "node_modules", ".santral-lock");
const minutesPatience = 10;

/** Why the packages have to be installed, or null when they are as the lockfile says. */
export function reasonToInstall() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return "no packages are installed yet";
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === lockStamp()) return null;
  // A developer's own `npm install` leaves no stamp, but npm's record of what it has put there.
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  if (!isSatisfied(wanted, JSON.parse(readFileSync(installed, "utf8")).packages))
    return "the lockfile has changed";
  writeFileSync(stampFile, lockStamp());
  return null;
}

function isSatisfied(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const present = installed[path];
    if (!present) return entry.optional === true && !isForHere(entry);
    return present.version === entry.version && present.integrity === entry.integrity;
  });
}

function isForHere({ os, cpu, libc }) {
  const includes = (list, value) => !list || [list].flat().includes(value);
  return includes(os, process.platform) && includes(cpu, process.arch) && includes(libc, "glibc");
}

function lockStamp() {
  const lock = readFileSync(join(root, "package-lock.json"));
  return createHash("sha256").update(`${process.platform} ${process.arch}\n`).update(lock).digest("hex");
}

/** @throws Error with what to do when this machine cannot run the product */
function assertMachine() {
  if (Number(process.versions.node.split(".")[0]) < oldestNode) {
    throw new Error(
      `Santral needs Node ${oldestNode} or newer; this is ${process.version}. Install a newer one and try again.`,
    );
  }
  if (process.platform === "win32")
    throw new Error("Santral runs on Linux and macOS. On Windows, start it inside WSL.");
  if (!["x64", "arm64"].includes(process.arch)) {
    throw new Error(`Santral runs on x64 and arm64 processors; this one is ${process.arch}.`);
  }
  const isGlibc = process.platform !== "linux" || process.report.getReport().header.glibcVersionRuntime;
  if (!isGlibc)
    throw new Error(
      "Santral needs a Linux with glibc, such as Debian or Ubuntu; this one has musl (Alpine?).",
    );
}

async function install(reason) {
  const startedAt = Date.now();
  const seconds = () => ((Date.now() - startedAt) / 1000).toFixed(0);
  console.log(`· Installing the packages (${reason}) …`);
  const ticking = setInterval(() => console.log(`  … still installing (${seconds()} s)`), 15_000);
  try {
    await runNpm([
      "ci",
      "--include=dev",
      "--include=optional",
      "--prefer-offline",
      "--loglevel=error",
      "--no-progress",
    ]);
  } finally {
    clearInterval(ticking);
  }
  writeFileSync(stampFile, lockStamp());
  console.log(`✓ Packages installed (${seconds()} s)`);
}

function runNpm(args) {
  // The Node that runs npm, never the one under node_modules that this very command replaces.
  const ownBin = join(root, "node_modules", ".bin");
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== ownBin);
  const [command, first] = process.env.npm_execpath
    ? [process.env.npm_node_execpath ?? "node", [process.env.npm_execpath]]
    : ["npm", []];
  return new Promise((resolve, reject) => {
    const output = [];
    const npm = spawn(command, [...first, ...args], {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [npm.stdout, npm.stderr]) stream.on("data", (chunk) => output.push(chunk));
    const deadline = setTimeout(() => npm.kill(), minutesPatience * 60_000);
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(name, () => npm.kill(name));
    npm.on("error", (cause) => reject(new Error(`npm could not be started: ${cause.message}`)));
    npm.on("close", (code) => {
      clearTimeout(deadline);
      if (code === 0) return resolve();
      const said = Buffer.concat(output).toString().trim();
      reject(
        new Error(
          `The packages could not be installed. npm said:\n${said || `nothing, and ended with ${code}`}`,
        ),
      );
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    assertMachine();
    const reason = reasonToInstall();
    if (reason) await install(reason);
    // npm runs it too, unless it was told to run no scripts.
    mendPostgres();
  } catch (error) {
    console.error(`✗ ${error.message}`);
    process.exit(1);
  }
}
