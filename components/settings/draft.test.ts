import { describe, expect, test } from "vitest";
import { applyDraft, changeField, conflictsOf, emptyDraft, isDirty, settleDraft } from "./draft";

type Values = { name: string; languages: string[] };
const saved: Values = { name: "Ada", languages: ["tr"] };
const renamed = changeField(emptyDraft<Values>(), saved, "name", "Deniz");

describe("a draft", () => {
  test("shows the change over what is saved", () => {
    expect(applyDraft(saved, renamed)).toEqual({ name: "Deniz", languages: ["tr"] });
    expect(isDirty(renamed)).toBe(true);
  });

  test("a field put back is no change", () => {
    expect(isDirty(changeField(renamed, saved, "name", "Ada"))).toBe(false);
    const toggled = changeField(emptyDraft<Values>(), saved, "languages", ["tr", "en"]);
    expect(isDirty(changeField(toggled, saved, "languages", ["tr"]))).toBe(false);
  });

  test("is settled by saving, and keeps what was typed while it was being saved", () => {
    expect(isDirty(settleDraft(renamed, { ...saved, name: "Deniz" }))).toBe(false);
    const typedOn = changeField(renamed, saved, "name", "Deniz Butik");
    expect(settleDraft(typedOn, { ...saved, name: "Deniz" }).changes).toEqual({ name: "Deniz Butik" });
  });

  test("notices that somebody else changed the same field meanwhile, and no other", () => {
    expect(conflictsOf(renamed, saved)).toEqual([]);
    expect(conflictsOf(renamed, { ...saved, languages: ["en"] })).toEqual([]);
    expect(conflictsOf(renamed, { ...saved, name: "Ece" })).toEqual(["name"]);
  });

  test("remembers where the reader began through further typing", () => {
    const other = { ...saved, name: "Ece" };
    expect(conflictsOf(changeField(renamed, other, "name", "Deniz B"), other)).toEqual(["name"]);
  });
});
