import { describe, expect, test } from "vitest";
import ar from "@/messages/ar/conversations.json";
import en from "@/messages/en/conversations.json";
import ru from "@/messages/ru/conversations.json";
import tr from "@/messages/tr/conversations.json";
import { readSearch } from "@/server/search/rules";

describe.each(Object.entries({ tr, en, ru, ar }))("the examples in %s", (_locale, { find }) => {
  test.each(Object.entries(find.examples))("%s is understood: %s", (name, example) => {
    const { filters, needles, without, problems } = readSearch(example);
    expect(problems).toEqual([]);
    if (name === "phrase") expect(needles).toMatchObject([{ isExact: true }]);
    else if (name === "not") expect(without).toHaveLength(1);
    else expect(filters).toMatchObject([{ operator: name }]);
  });
});
