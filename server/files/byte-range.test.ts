import { describe, expect, test } from "vitest";
import { readByteRange } from "./byte-range";

describe("readByteRange", () => {
  test.each([
    ["nothing asked", undefined, "whole"],
    ["from the start on", "bytes=0-", { from: 0, to: 99 }],
    ["a middle", "bytes=10-19", { from: 10, to: 19 }],
    ["one byte", "bytes=99-99", { from: 99, to: 99 }],
    ["past the end is cut", "bytes=90-500", { from: 90, to: 99 }],
    ["the last ten", "bytes=-10", { from: 90, to: 99 }],
    ["more than there is, from the end", "bytes=-500", { from: 0, to: 99 }],
    ["beginning past the end", "bytes=100-", "outside"],
    ["the last none", "bytes=-0", "outside"],
    ["turned around", "bytes=20-10", "whole"],
    ["several at once", "bytes=0-1,5-6", "whole"],
    ["another unit", "lines=0-1", "whole"],
    ["nonsense", "bytes=a-b", "whole"],
    ["nothing of a range", "bytes=-", "whole"],
    ["absurdly long numbers", `bytes=${"9".repeat(400)}-`, "whole"],
  ] as const)("%s", (_label, header, expected) => {
    expect(readByteRange(header, 100)).toEqual(expected);
  });

  test("of an empty content nothing can be asked", () => {
    expect(readByteRange("bytes=0-", 0)).toBe("outside");
    expect(readByteRange("bytes=-5", 0)).toBe("outside");
  });
});
