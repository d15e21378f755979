import { expect, test } from "vitest";
import { whyNotTogether } from "@/server/macros/rules";
import { type DraftStep, newStep, nextKind } from "./draft-step";

test("each step that is added goes with those before it, for as long as any kind does", () => {
  const steps: DraftStep[] = [];
  for (let n = 0; n < 8; n += 1) {
    steps.push(newStep(nextKind(steps)));
    expect(whyNotTogether(steps), JSON.stringify(steps)).toBeNull();
  }
  expect(steps.map(({ kind }) => kind).join(" ")).toBe("reply note tag prioritise assign snooze tag tag");
});
