import { describe, expect, test } from "vitest";
import { createEventParser, type ServerEvent } from "./event-parser";

function parse(...pieces: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const read = createEventParser((event) => events.push(event));
  for (const piece of pieces) read(piece);
  return events;
}

describe("createEventParser", () => {
  test("reads events that are cut anywhere", () => {
    const text = 'retry: 1000\nevent: ready\ndata: {}\n\n: still here\n\nevent: hint\ndata: {"a":1}\n\n';
    const whole = [
      { name: "ready", data: "{}" },
      { name: "hint", data: '{"a":1}' },
    ];
    expect(parse(text)).toEqual(whole);
    expect(parse(...text)).toEqual(whole);
  });

  test("joins lines of data, and an event without a name is a message", () => {
    expect(parse("data: a\ndata: b\n\n")).toEqual([{ name: "message", data: "a\nb" }]);
  });

  test("an event that is not finished is not told", () => {
    expect(parse("event: hint\ndata: {}")).toEqual([]);
  });
});
