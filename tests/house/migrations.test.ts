import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { listPaths, readText } from "./files";

const { files } = listPaths();
const migrations = files.filter((path) => /^db\/migrations\/[^/]+\.sql$/.test(path));
const list = "db/migrations/checksums.json";
const sealed: Record<string, string> = files.includes(list) ? JSON.parse(readText(list)) : {};
const checksum = (path: string) => createHash("sha256").update(readText(path)).digest("hex");
const nameOf = (path: string) => path.slice("db/migrations/".length);

test("no sealed migration has changed or gone: a database that ran it would never know", () => {
  const now = Object.fromEntries(migrations.map((path) => [nameOf(path), checksum(path)]));
  const changed = Object.keys(sealed).filter((name) => now[name] !== sealed[name]);
  expect(changed).toEqual([]);
});

test("every migration is sealed (`npm run db:seal`)", () => {
  expect(migrations.map(nameOf).filter((name) => !(name in sealed))).toEqual([]);
});
