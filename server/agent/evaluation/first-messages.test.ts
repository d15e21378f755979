import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { foldText } from "@/lib/text/fold";
import { classifyIntent } from "../intents/classify-intent";
import { parseUtterances, type Utterance } from "../intents/utterances";
import { detectLanguage } from "../language/detect-language";
import { readMessage } from "../reading/read-message";
import { type Decision, type DecisionInput, decide, ORDER_INTENTS } from "../rules";

/** Messages that nothing was trained on: the whole engine, from the words to the decision, without any knowledge. */
const messages = ["shared", "shop"].flatMap((name) =>
  parseUtterances(readFileSync(new URL(`../intents/data/${name}.test.tsv`, import.meta.url), "utf8")),
);

function decideOn(text: string, known: Partial<DecisionInput> = {}): Decision {
  const message = readMessage(text);
  return decide({
    kind: "text",
    message,
    gaveOrderNumber: message.orderNumbers.length + message.trackingNumbers.length > 0,
    gaveProof: message.proof !== null,
    intent: classifyIntent(text, "shop"),
    pendingIntent: null,
    awaiting: null,
    retrieval: null,
    order: message.orderNumbers.length > 0 ? "unproved" : "none",
    phoneVerified: false,
    proofFailed: false,
    proofTriesLeft: 5,
    clarifyCount: 0,
    mood: { hasInsultedBefore: false, growsAngry: false },
    isFullQuestion: false,
    isRefusal: false,
    refersToOrder: false,
    ...known,
  });
}

const of = (...intents: Utterance["intent"][]) => messages.filter(({ intent }) => intents.includes(intent));

function share(asked: readonly Utterance[], is: (text: string) => boolean): number {
  return asked.filter(({ text }) => is(text)).length / asked.length;
}

describe("first messages of customers, in four languages", () => {
  test("95 in 100 who want a person get one at once, and hardly anyone else does", () => {
    const getsPerson = (text: string) => decideOn(text).reason === "asked_for_person";
    expect(share(of("human"), getsPerson)).toBeGreaterThanOrEqual(0.95);
    expect(
      share(of("order_status", "delivery_time", "return", "cancel", "other"), getsPerson),
    ).toBeLessThanOrEqual(0.02);
  });

  test("95 in 100 who ask where their order is, or when it comes, are told it when it is proved", () => {
    const isTold = (text: string) => decideOn(text, { order: "proved" }).reason === "order_proved";
    expect(share(of("order_status", "delivery_time"), isTold)).toBeGreaterThanOrEqual(0.95);
  });

  test("the same typed without Turkish letters, in capitals, or with a greeting before it", () => {
    const turkish = of("order_status", "delivery_time").filter(({ language }) => language === "tr");
    for (const write of [
      foldText,
      (text: string) => text.toLocaleUpperCase("tr"),
      (text: string) => `merhaba iyi günler ${text}`,
    ]) {
      const isTold = (text: string) => decideOn(write(text), { order: "proved" }).reason === "order_proved";
      expect(share(turkish, isTold)).toBeGreaterThanOrEqual(0.95);
    }
  });

  test("nobody who wants to cancel is told that it is done: nine in ten of them reach a person with the order", () => {
    const reaches = (text: string) => decideOn(text, { order: "proved" }).reason === "cancel_needs_person";
    expect(share(of("cancel"), reaches)).toBeGreaterThanOrEqual(0.9);
  });

  test("other questions are asked back about, not taken for an order", () => {
    const isTakenForOrder = (text: string) => {
      const { intent, reason } = decideOn(text);
      return reason !== "intent_unclear" && intent !== null && ORDER_INTENTS.has(intent);
    };
    expect(share(of("other"), isTakenForOrder)).toBeLessThanOrEqual(0.05);
  });

  test("without a source there is no answer, whatever is written", () => {
    for (const { text } of messages) expect(decideOn(text).action).not.toBe("answer");
  });

  test("no question of this kind is taken for manners, an insult, an opt-out or a proof", () => {
    const isMisread = ({ text, intent }: Utterance) => {
      const reading = readMessage(text);
      const hasManners = intent !== "other" && reading.acts.length > 0;
      return hasManners || reading.optOut || reading.optIn || reading.insults || reading.proof !== null;
    };
    expect(messages.filter(isMisread)).toEqual([]);
  });

  test("a message is read, understood and decided on well within 5 ms", () => {
    const startedAt = performance.now();
    for (const { text } of messages) {
      detectLanguage(text);
      decideOn(text);
    }
    expect((performance.now() - startedAt) / messages.length).toBeLessThan(5);
  });
});
