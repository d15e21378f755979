import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { toStreamHint } from "./stream-hint";

const id = "01900000-0000-7000-8000-000000000001";
const bare = "01900000000070008000000000000001";

describe("a hint as it leaves", () => {
  test.each([
    ["conversation/closed", "cnv"],
    ["message/received", "cnv"],
    ["group/changed", "grp"],
    ["task/due", "tsk"],
    ["faq/updated", "faq"],
    ["faq/synonyms", "syn"],
    ["faq/imported", "imp"],
    ["customer/imported", "imp"],
    ["workflow/changed", "wfr"],
  ])("of %s names what it is about", (topic, prefix) => {
    expect(toStreamHint({ topic, id, version: 3 })).toEqual({ topic, id: `${prefix}_${bare}`, version: 3 });
  });

  test("never has the id as the database has it, whatever a domain announces", () => {
    const sources = globSync("server/**/*.ts", { exclude: (path) => /\.test\.ts$|testing/.test(path) });
    const announced = sources.flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/\bemit\(tx, [^;]*?aggregateId/g)].flatMap(([call]) =>
        [...call.matchAll(/"([a-zA-Z]+\/[a-z_]+)"/g)].map(([, topic]) => topic!),
      ),
    );
    expect(new Set(announced).size).toBeGreaterThan(50);
    expect(announced.filter((topic) => toStreamHint({ topic, id, version: 0 }).id === id)).toEqual([]);
  });
});
