import { describe, expect, test } from "vitest";
import { openMention, splitMentions } from "./rules";

describe("openMention", () => {
  test.each([
    ["", null],
    ["merhaba", null],
    ["@", ""],
    ["bakar mısın @El", "El"],
    ["@Elif De", "Elif De"],
    ["elif@ornek", null],
    ["@Elif bakar mısın", null],
  ])("%s", (text, expected) => expect(openMention(text)).toBe(expected));
});

describe("splitMentions", () => {
  test("the longer name is taken, each where it stands, and the words between stay", () => {
    expect(splitMentions("@Ali Can ile @Ali bakar mı?", ["Ali", "Ali Can"])).toEqual([
      { text: "@Ali Can", isMention: true },
      { text: " ile ", isMention: false },
      { text: "@Ali", isMention: true },
      { text: " bakar mı?", isMention: false },
    ]);
  });
  test("a name nobody is called by is a word", () => {
    expect(splitMentions("@Veli", ["Ali"])).toEqual([{ text: "@Veli", isMention: false }]);
  });
});
