import { expect, test } from "vitest";
import { changeQuery } from "./use-address";

test.each([
  ["a name that is new", "?q=ayşe", { page: "2" }, "?q=ay%C5%9Fe&page=2"],
  ["a name that was there", "?q=a&page=2", { page: "3" }, "?q=a&page=3"],
  ["a name that goes", "?q=a&page=2", { page: null }, "?q=a"],
  ["an empty text, which is none", "?q=a", { q: "" }, ""],
  ["several of one name", "?field=a&q=b", { field: ["c", "d"] }, "?q=b&field=c&field=d"],
  ["none of one name", "?field=a&field=b&q=c", { field: [] }, "?q=c"],
  ["nothing", "?q=a", {}, "?q=a"],
])("an address changes by %s", (_label, before, changes, after) => {
  expect(changeQuery(before, changes)).toBe(after);
});
