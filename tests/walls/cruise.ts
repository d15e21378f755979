import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

export type Violation = { rule: string; from: string; to: string; comment: string };

/** Builds a small house of these files in a folder of its own and checks its walls with the house's own rules. */
export function cruise(files: Record<string, string>): Violation[] {
  const folder = mkdtempSync(join(tmpdir(), "santral-walls-"));
  try {
    for (const name of ["tsconfig.json", "package.json"]) cpSync(join(root, name), join(folder, name));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return JSON.parse(runWalls(folder)) as Violation[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runWalls(folder: string): string {
  try {
    return execFileSync(process.execPath, [join(root, "scripts", "walls.mjs"), "--json"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    // It ends with 1 when it finds violations; without output it has failed itself.
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (stdout) return stdout;
    throw new Error(`scripts/walls.mjs failed: ${stderr}`, { cause: error });
  }
}
