import { describe, expect, test } from "vitest";
import type { Expectation, Turn } from "./conversation.ts";
import { countConfusion, countFigures, type JudgedTurn, lastLine } from "./figures.ts";
import { contains, judge } from "./judge.ts";
import type { Outcome } from "./play.ts";

const nothing: Expectation = {
  intents: [],
  actions: [],
  mustContain: [],
  mustNotContain: [],
  sources: [],
  isUrgent: null,
  language: null,
};
const outcome: Outcome = {
  action: "answer",
  reason: "order_proved",
  intent: "order_status",
  language: "tr",
  reply: "TY-1042 numaralı siparişiniz kargoda.\nTahmini teslim 25 Kasım.",
  sources: [{ kind: "shopOrder", id: "x", label: "TY-1042" }],
  isUrgent: false,
  ms: 5,
};
const stage = {
  faqIds: () => ["faq_1"],
  factKey: (name: string) => (name === "hours" ? "openingHours" : name),
};

describe("judge", () => {
  test.each<[string, Partial<Expectation>, Partial<Outcome>, number]>([
    ["nothing expected", {}, {}, 0],
    ["the action", { actions: ["answer"] }, {}, 0],
    ["one of the actions", { actions: ["clarify", "answer"] }, {}, 0],
    ["another action", { actions: ["handoff"] }, {}, 1],
    ["words, whatever their accents and spaces", { mustContain: ["25 kasim", "ty-1042 NUMARALI"] }, {}, 0],
    ["words that are missing", { mustContain: ["iade"] }, {}, 1],
    ["words that must not be there", { mustNotContain: ["kargoda"] }, {}, 1],
    ["the order, however written", { sources: ["shopOrder:ty 1042"] }, {}, 0],
    ["another order", { sources: ["shopOrder:TY-9"] }, {}, 1],
    ["any order", { sources: ["shopOrder"] }, {}, 0],
    ["an entry that was not used", { sources: ["faq:0"] }, {}, 1],
    ["the entry", { sources: ["faq:0"] }, { sources: [{ kind: "faq", id: "faq_1", label: "?" }] }, 0],
    [
      "a fact by its own name",
      { sources: ["fact:hours"] },
      { sources: [{ kind: "fact", id: "openingHours", label: "?" }] },
      0,
    ],
    ["urgency", { isUrgent: true }, {}, 1],
    ["the language", { language: "en" }, {}, 1],
  ])("%s", (_, expectation, came, misses) => {
    expect(judge({ ...nothing, ...expectation }, { ...outcome, ...came }, stage).misses).toHaveLength(misses);
  });

  test("the intent is judged apart", () => {
    expect(judge({ ...nothing, intents: ["return"] }, outcome, stage)).toEqual({
      misses: [],
      isIntentRight: false,
    });
  });

  test("Turkish capitals are the same letters", () => {
    expect(contains("İADE EDİLDİ", "iade edildi")).toBe(true);
  });
});

describe("the figures", () => {
  const turn = (
    wanted: Expectation["actions"],
    came: Outcome["action"],
    misses: string[] = [],
  ): JudgedTurn => ({
    turn: { said: [], expect: { ...nothing, actions: wanted } } satisfies Turn,
    outcome: { ...outcome, action: came },
    verdict: { misses, isIntentRight: null },
  });
  const turns = [
    turn(["answer"], "answer"),
    turn(["answer"], "answer", ["source"]),
    turn(["answer"], "clarify", ["action"]),
    turn(["handoff"], "handoff"),
    turn(["clarify"], "handoff", ["action"]),
    turn(["handoff"], "answer", ["action"]),
    turn(["act"], "act"),
    turn(["act"], "act"),
  ];

  test("count what was answered, what was answered wrongly and which handoffs were wanted", () => {
    expect(countFigures(3, turns)).toMatchObject({
      conversations: 3,
      n: 8,
      right: 0.5,
      resolved: 0.3333,
      wrong: 0.25,
      handoffPrecision: 0.5,
      handoffRecall: 0.5,
    });
    expect(lastLine(countFigures(3, turns))).toBe("resolved 0.3333 wrong 0.2500 handoffPrecision 0.5000 n 8");
  });

  test("of nothing nothing is wrong", () => {
    expect(lastLine(countFigures(0, []))).toBe("resolved 1.0000 wrong 0.0000 handoffPrecision 1.0000 n 0");
  });

  test("the tables say what came for what was expected", () => {
    expect(countConfusion(turns).actions).toEqual({
      answer: { answer: 2, clarify: 1 },
      handoff: { handoff: 1, answer: 1 },
      clarify: { handoff: 1 },
      act: { act: 2 },
    });
  });
});
