import { describe, expect, test } from "vitest";
import { listPaths, readText } from "./files";

const { files, folders } = listPaths();
/** Parts of the server that are not domains: below them, or only for tests. */
const notDomains = new Set(["testing"]);
const rooms = folders
  .map((path) => /^server\/([^/]+)$/.exec(path)?.[1])
  .filter((name): name is string => name !== undefined && !notDomains.has(name));

describe.each(rooms)("server/%s", (name) => {
  test("has a door", () => {
    expect(files).toContain(`server/${name}/index.ts`);
  });

  test("says in 20 to 60 lines what it owns", () => {
    expect(files).toContain(`server/${name}/README.md`);
    const lines = readText(`server/${name}/README.md`).trimEnd().split("\n").length;
    expect(lines).toBeGreaterThanOrEqual(20);
    expect(lines).toBeLessThanOrEqual(60);
  });
});

test("no folder collects what belongs to a domain", () => {
  const collectors = /(?:^|\/)(?:utils?|helpers?|common|misc|types)(?:\.tsx?)?$/;
  expect([...files, ...folders].filter((path) => collectors.test(path))).toEqual([]);
});
