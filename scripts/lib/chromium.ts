import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { PlainError } from "./plain-error.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onMac = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** What the system's Chromium needs to run in a container, and to leave the network alone. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The path of a Chromium that runs: `CHROME_PATH`, or one of the system's; null when there is none. */
export function findChromium(): string | null {
  const given = process.env.CHROME_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter).concat("/usr/bin");
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...onMac];
  const found = (given ? [given] : candidates).filter((path) => existsSync(path));
  // A name may be there without the program: Ubuntu's package only asks for a snap.
  return found.find((path) => spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0) ?? null;
}

/**
 * A Chromium for the journeys; installs the system's where that is in our power.
 *
 * @throws PlainError naming the one command to run
 */
export function requireChromium(log: (message: string) => void): string {
  const found = findChromium();
  if (found) return found;
  if (process.env.CHROME_PATH) {
    throw new PlainError(
      `CHROME_PATH is ${process.env.CHROME_PATH}, which does not run. Correct it or unset it.`,
    );
  }
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0) {
    log("installing Chromium (about a minute)");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { env, stdio: "ignore" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      env,
      stdio: "ignore",
    });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new PlainError(
    `The journeys need a Chromium and there is none. Run: ${commandFor(process.platform)}`,
  );
}

function commandFor(platform: string): string {
  if (platform === "darwin") return "brew install --cask chromium";
  return existsSync("/usr/bin/apt-get")
    ? "sudo apt-get install -y chromium"
    : "npx playwright install chromium";
}
