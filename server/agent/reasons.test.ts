import { expect, test } from "vitest";
import en from "@/messages/en/agent.json";
import tr from "@/messages/tr/agent.json";
import { BANDS, REASONS } from "./rules";
import { INTENTS } from "./schemas";

test.each([
  ["Turkish", tr],
  ["English", en],
])("every reason, intent and band has plain words in %s, and no other", (_, words) => {
  expect(Object.keys(words.reasons).sort()).toEqual([...REASONS].sort());
  expect(Object.keys(words.intents).sort()).toEqual([...INTENTS].sort());
  expect(Object.keys(words.bands).sort()).toEqual([...BANDS].sort());
});
