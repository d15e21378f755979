import { expect, test } from "vitest";
import { mixesScripts } from "./mixed-scripts";

test.each([
  ["Аyşe Yılmaz", true],
  ["Santrаl Destek", true],
  ["раyраl_support", true],
  ["Αli", true],
  ["Ayşe Yılmaz", false],
  ["Анна Smith", false],
  ["علي Ali", false],
  ["Şule-Işık 2", false],
  ["👑 Kral 👑", false],
  ["", false],
])("%s: %s", (name, mixes) => expect(mixesScripts(name)).toBe(mixes));
