import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useTestRuntime } from "@/server/testing";
import { evaluate } from "./evaluate.ts";
import { readConversations } from "./read-conversations.ts";

const t = useTestRuntime();
const read = (name: string) =>
  readConversations(
    readFileSync(
      join(import.meta.dirname, `../../../server/agent/evaluation/data/conversations.${name}.jsonl`),
      "utf8",
    ),
  );
const all = [...read("dev"), ...read("test")];

test("the repository's conversations: 400 in Turkish, 200 in the other languages, every kind of workspace", () => {
  const ofLanguage = (isTurkish: boolean) =>
    all.filter(({ setup }) => (setup.language === "tr") === isTurkish);
  expect(ofLanguage(true).length).toBeGreaterThanOrEqual(400);
  expect(ofLanguage(false).length).toBeGreaterThanOrEqual(200);
  for (const language of ["tr", "en", "ru", "ar"]) {
    const kinds = new Set(all.filter(({ setup }) => setup.language === language).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(["clinic", "creator", "desk", "shop"]);
  }
});

test("of every fifteenth conversation most is as expected, hardly anything is answered wrongly", async () => {
  const some = all.filter((_, i) => i % 15 === 0);
  const { figures } = await evaluate(some, { clock: t.clock, startsAt: t.clock.now() });
  expect(figures.n).toBeGreaterThanOrEqual(40);
  expect(figures.right).toBeGreaterThanOrEqual(0.8);
  expect(figures.resolved).toBeGreaterThanOrEqual(0.75);
  expect(figures.wrong).toBeLessThanOrEqual(0.04);
  expect(figures.handoffPrecision).toBeGreaterThanOrEqual(0.85);
}, 240_000);
