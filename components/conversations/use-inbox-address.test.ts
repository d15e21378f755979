import { describe, expect, test } from "vitest";
import { placeOf, readAddress, toListInput, toQuery } from "./use-inbox-address";

const read = (query: string) => readAddress(new URLSearchParams(query));

describe("the inbox's address", () => {
  test.each([
    "",
    "?status=handed_off&assignee=me&turn=customers",
    "?status=closed&show=spam",
    "?q=iade&in=messages&c=cnv_1&m=msg_1",
    `?status=handed_off&assignee=mem_${"0".repeat(32)}&channel=chn_${"a".repeat(32)}&intent=return&language=ru&priority=urgent&tag=tag_${"1".repeat(32)}&c=cnv_1`,
  ])("%s is read and written alike", (query) => expect(toQuery(read(query))).toBe(query));

  test("what cannot be read is left out", () => {
    expect(read("?status=gone&assignee=mem_x&turn=&show=all&priority=none&tag=x")).toEqual({
      status: "open",
      q: "",
      place: null,
      filters: {},
      conversationId: null,
      messageId: null,
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

  test.each([
    ["ayşe yılmaz", "customers"],
    ["0532 111 00 22", "customers"],
    ["TY-482", "customers"],
    ["14:30", "customers"],
    ["iade -iptal", "messages"],
    ['"para iadesi"', "messages"],
    ["от:клиент", "messages"],
    ["tag:", "customers"],
  ])("%s is looked for among %s, until somebody chooses", (q, place) => {
    expect(placeOf({ q, place: null })).toBe(place);
    expect(placeOf({ q, place: "customers" })).toBe("customers");
  });
});
