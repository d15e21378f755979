import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** Folders that are made on a machine and never committed. */
const madeHere = new Set([
  ".git",
  ".next",
  ".data",
  "node_modules",
  "coverage",
  "screenshots",
  "test-results",
  "playwright-report",
]);

/** Paths of every file and folder of the house, from the root, with `/`. Read without git: a tarball has none. */
export function listPaths(): { files: string[]; folders: string[] } {
  const files: string[] = [];
  const folders: string[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (madeHere.has(entry.name)) continue;
        folders.push(path);
        visit(path);
      } else if (!entry.name.endsWith(".tsbuildinfo") && entry.name !== "next-env.d.ts") {
        files.push(path);
      }
    }
  };
  visit("");
  return { files, folders };
}

export const readText = (path: string): string => readFileSync(join(root, path), "utf8");
