import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type DemoSlug, demoSlugs, getRuntime } from "@/server/kernel";

const Kept = z.object({ cleared: z.array(z.enum(demoSlugs)) });

/**
 * The parts of the demo that were cleared and stay away until somebody asks for them. It stands in the data folder,
 * beside what the local Telegram keeps of the demo: nothing of it is left in the database.
 */
export function readCleared(): ReadonlySet<DemoSlug> {
  try {
    return new Set(Kept.parse(JSON.parse(readFileSync(pathOf(), "utf8"))).cleared);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Set();
    throw error;
  }
}

/** Replaces the whole file at once: a process that dies leaves the old or the new one. */
export function keepCleared(slugs: ReadonlySet<DemoSlug>): void {
  const path = pathOf();
  mkdirSync(getRuntime().env.dataDir, { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify({ cleared: [...slugs] }));
  renameSync(`${path}.new`, path);
}

const pathOf = () => join(getRuntime().env.dataDir, "demo.json");
