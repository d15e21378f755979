import { describe, expect, test } from "vitest";
import { readAddress, toListInput, toQuery } from "./use-inbox-address";

const read = (query: string) => readAddress(new URLSearchParams(query));

describe("the inbox's address", () => {
  test.each([
    "",
    "?status=handed_off&assignee=me&turn=customers",
    "?status=closed&show=spam",
    `?status=handed_off&assignee=mem_${"0".repeat(32)}&channel=chn_${"a".repeat(32)}&intent=return&language=ru&priority=urgent&tag=tag_${"1".repeat(32)}&c=cnv_1`,
  ])("%s is read and written alike", (query) => expect(toQuery(read(query))).toBe(query));

  test("what cannot be read is left out", () => {
    expect(read("?status=gone&assignee=mem_x&turn=&show=all&priority=none&tag=x")).toEqual({
      status: "open",
      q: "",
      filters: {},
      conversationId: null,
    });
  });

  test("a search looks everywhere; a list takes what narrows it", () => {
    expect(toListInput(read("?status=closed&q=ayşe&language=ru"))).toEqual({ q: "ayşe" });
    expect(toListInput(read("?status=handed_off&show=snoozed&assignee=me"))).toEqual({
      status: "handed_off",
      assignee: "me",
      isSnoozed: true,
    });
  });
});
