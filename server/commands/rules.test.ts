import { describe, expect, test } from "vitest";
import {
  fromShortId,
  isStale,
  readCommand,
  readLinkSecret,
  readPress,
  shortIdLength,
  toShortId,
  writePress,
} from "./rules";

describe("a command", () => {
  test.each([
    ["/panel", "panel"],
    ["/Stats", "stats"],
    ["/reply@moda_bot", "reply"],
    ["/pause now", "pause"],
    ["/panels", null],
    ["panel", null],
    ["/start", null],
    ["merhaba /panel", null],
  ])("%s", (text, name) => expect(readCommand(text)).toBe(name));

  test("a one-time link is told from an ordinary start", () => {
    expect(readLinkSecret("/start link_abcdefghijklmnop")).toBe("abcdefghijklmnop");
    expect(readLinkSecret("/start kampanya")).toBeNull();
    expect(readLinkSecret("/start link_x")).toBeNull();
  });
});

describe("a button", () => {
  const id = "01933333-7abc-7def-8123-456789abcdef";
  const argument = `${toShortId(id)}abc-_1`;
  const press = { action: "d", argument, madeAtMinute: 29_943_900, mark: "abcd-_12" } as const;

  test("keeps what it means within the platform's 64 bytes", () => {
    const data = writePress(press);
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    expect(readPress(data)).toEqual(press);
    expect(fromShortId(press.argument.slice(0, shortIdLength))).toBe(id);
  });

  test.each(["m1.x.a.b.abcdefgh", "m1.d..1", "helped:yes:1", "m1.d.%00.1.abcdefgh", ""])(
    "what is none of ours is not read: %s",
    (data) => expect(readPress(data)).toBeNull(),
  );

  test("that does something grows old in a day; one that shows something does not", () => {
    const made = new Date(press.madeAtMinute * 60_000);
    const later = (hours: number) => new Date(made.getTime() + hours * 3_600_000);
    expect(isStale(press, later(23))).toBe(false);
    expect(isStale(press, later(25))).toBe(true);
    expect(isStale({ ...press, action: "v" }, later(1_000))).toBe(false);
  });

  test("an id that is none gives nothing", () => expect(fromShortId("kısa")).toBeNull());
});
