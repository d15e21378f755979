/**
 * `npm start`, and with `--dev` `npm run dev`: brings up the whole product, the database included, and stays until
 * Ctrl-C. What it does is in lib/start.ts, which Node 24 runs as it stands; this file runs on anything and says so
 * where the Node is too old for it.
 */
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `✗ Santral runs on Node 22.18 or newer (24 is best); this is ${process.version}. On Linux start it with "npm start", ` +
      "which brings its own. On macOS install Node 24, for instance with: brew install node@24",
  );
  process.exit(1);
}
if (!existsSync(new URL("../node_modules/.package-lock.json", import.meta.url))) {
  console.error("✗ The packages are not installed. Start with: npm start");
  process.exit(1);
}
const { start } = await import("./lib/start.ts");
await start({ isDev: process.argv.includes("--dev") });
