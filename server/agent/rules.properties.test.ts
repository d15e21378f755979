import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Decision, type DecisionInput, decide, MAX_CLARIFICATIONS, REASONS, THRESHOLDS } from "./rules";
import { wants } from "./rules.fixtures";
import { INTENTS } from "./schemas";

describe("decide, whatever comes in", () => {
  const flag = fc.boolean();
  const input: fc.Arbitrary<DecisionInput> = fc.record({
    kind: fc.constantFrom(
      "text" as const,
      "contact" as const,
      "photo" as const,
      "button" as const,
      "unsupported" as const,
    ),
    message: fc.record({
      acts: fc.subarray(["greeting", "thanks", "farewell", "yes", "no", "acknowledgement"] as const),
      optOut: flag,
      optIn: flag,
      command: fc.constantFrom(null, { name: "start", payload: "" }, { name: "order", payload: "" }),
      wantsHuman: flag,
      insults: flag,
      complains: flag,
      namesOwnOrder: flag,
    }),
    feedback: fc.constantFrom(null, "helped" as const, "not_helped" as const),
    gaveOrderNumber: flag,
    gaveProof: flag,
    contact: fc.constantFrom(null, "own" as const, "foreign" as const),
    intent: fc.option(
      fc
        .tuple(fc.constantFrom(...INTENTS), fc.double({ min: 0.2, max: 1, noNaN: true }))
        .map(([intent, score]) => wants(intent, score)),
    ),
    pendingIntent: fc.option(fc.constantFrom(...INTENTS)),
    awaiting: fc.constantFrom(
      null,
      "order_number" as const,
      "order_choice" as const,
      "proof" as const,
      "rephrase" as const,
      "feedback" as const,
    ),
    retrieval: fc.option(
      fc.record({
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
        margin: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    ),
    order: fc.constantFrom("none" as const, "unproved" as const, "proved" as const, "several" as const),
    phoneVerified: flag,
    proofFailed: flag,
    proofTriesLeft: fc.integer({ min: 0, max: 5 }),
    clarifyCount: fc.integer({ min: 0, max: MAX_CLARIFICATIONS }),
    mood: fc.record({ hasInsultedBefore: flag, growsAngry: flag }),
    isFullQuestion: flag,
    isRefusal: flag,
    refersToOrder: flag,
  });

  const always = (check: (decision: Decision, given: DecisionInput) => void) =>
    fc.assert(
      fc.property(input, (given) => {
        check(decide(given), given);
      }),
      { numRuns: 2_000 },
    );

  test("an answer has a source, and nothing else has one", () => {
    always(({ action, sources }) => expect(sources.length > 0).toBe(action === "answer"));
  });

  test("an order is told only when it is proved", () => {
    always(({ sources }, { order }) => {
      if (sources.includes("order")) expect(order).toBe("proved");
    });
  });

  test("the knowledge answers only from the threshold on, and only with a lead", () => {
    always(({ sources }, { retrieval }) => {
      if (!sources.includes("faq")) return;
      expect(retrieval!.confidence).toBeGreaterThanOrEqual(THRESHOLDS.passage);
      expect(retrieval!.margin).toBeGreaterThanOrEqual(THRESHOLDS.passageMargin);
    });
  });

  test("there are never more than two questions in a row", () => {
    always(({ clarifyCount }) => expect(clarifyCount).toBeLessThanOrEqual(MAX_CLARIFICATIONS));
  });

  test("band and action belong together, a question says what it needs, and the reason is one of the list", () => {
    always(({ action, band, need, reason }) => {
      expect(band).toBe(action === "act" ? null : action);
      expect(need !== undefined).toBe(action === "clarify");
      expect(REASONS).toContain(reason);
    });
  });

  test("whoever asks for a person, insults again or threatens gets a person, unless it is to be left alone", () => {
    always(({ action }, { kind, contact, message, mood }) => {
      const isAsked = message.wantsHuman || message.complains || (message.insults && mood.hasInsultedBefore);
      const isCommand = message.optOut || message.optIn || message.command?.name === "start";
      if (isAsked && !isCommand && kind !== "unsupported" && contact !== "foreign")
        expect(action).toBe("handoff");
    });
  });

  test("whether an order exists changes nothing: unproved is all that is known", () => {
    always((decision, given) => {
      if (given.order === "unproved") expect(decision.sources).not.toContain("order");
    });
  });
});
