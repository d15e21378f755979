/**
 * `npm run bench`: measures the product beside a baseline of the same run. `-- NAME…` runs some, `--json` prints one
 * object on stdout and nothing else. The work is in bench/main.ts.
 */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const child = spawn(
  process.execPath,
  ["--import", "tsx", join(root, "scripts/bench/main.ts"), ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit", env: { ...process.env, NODE_ENV: "production", TZ: "UTC" } },
);
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => child.kill(name));
child.on("exit", (code) => process.exit(code ?? 1));
