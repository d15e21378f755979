import { describe, expect, test } from "vitest";
import { type Decision, type DecisionInput, decide, maySend } from "./rules";
import { wants } from "./rules.fixtures";

const says = (message: Partial<DecisionInput["message"]> = {}): DecisionInput["message"] => ({
  acts: [],
  optOut: false,
  optIn: false,
  command: null,
  wantsHuman: false,
  insults: false,
  complains: false,
  namesOwnOrder: false,
  ...message,
});

const sure = { confidence: 0.9, margin: 0.5 };
const near = { confidence: 0.4, margin: 0.05 };
const weak = { confidence: 0.1, margin: 0.01 };

const quiet: DecisionInput = {
  kind: "text",
  message: says(),
  gaveOrderNumber: false,
  gaveProof: false,
  intent: wants("other"),
  pendingIntent: null,
  awaiting: null,
  retrieval: null,
  order: "none",
  phoneVerified: false,
  proofFailed: false,
  proofTriesLeft: 5,
  clarifyCount: 0,
  mood: { hasInsultedBefore: false, growsAngry: false },
  isFullQuestion: false,
  isRefusal: false,
  refersToOrder: false,
};

type Row = [label: string, input: Partial<DecisionInput>, expected: Partial<Decision>];

const own = says({ namesOwnOrder: true });

const kinds: Row[] = [
  [
    "a sticker is politely declined",
    { kind: "unsupported", intent: null },
    { action: "act", reason: "kind_not_readable", band: null },
  ],
  [
    "a photo goes to a person",
    { kind: "photo", intent: null },
    { action: "handoff", reason: "photo_needs_person" },
  ],
  [
    "someone else's contact proves nothing and is not counted as a question",
    { kind: "contact", contact: "foreign", intent: null, pendingIntent: "order_status", clarifyCount: 1 },
    { action: "clarify", reason: "contact_not_own", need: "proof", offersContact: true, clarifyCount: 1 },
  ],
];

const commands: Row[] = [
  ["STOP", { message: says({ optOut: true }) }, { action: "act", reason: "opted_out" }],
  ["START", { message: says({ optIn: true }) }, { action: "act", reason: "opted_in" }],
  [
    "/start",
    { message: says({ command: { name: "start", payload: "" } }), intent: null },
    { action: "act", reason: "started" },
  ],
  [
    "/order asks for the number",
    { message: says({ command: { name: "order", payload: "" } }), intent: null },
    { action: "clarify", reason: "order_number_needed", need: "order_number", intent: "order_status" },
  ],
  [
    "a person is asked for",
    { message: says({ wantsHuman: true }), retrieval: sure },
    { action: "handoff", reason: "asked_for_person", intent: "human" },
  ],
  [
    "a first insult beside a question is answered",
    { message: says({ insults: true }), retrieval: sure },
    { action: "answer", reason: "faq_matched" },
  ],
  [
    "a first insult and nothing else is met calmly",
    { message: says({ insults: true }) },
    { action: "act", reason: "calmed" },
  ],
  [
    "an insult again",
    {
      message: says({ insults: true }),
      retrieval: sure,
      mood: { hasInsultedBefore: true, growsAngry: false },
    },
    { action: "handoff", reason: "insulted" },
  ],
  [
    "anger that grows",
    { mood: { hasInsultedBefore: false, growsAngry: true }, retrieval: sure },
    { action: "handoff", reason: "grew_angry" },
  ],
  [
    "a refusal and nothing else",
    { intent: wants("return"), isRefusal: true, retrieval: sure },
    { action: "clarify", reason: "intent_unclear" },
  ],
  [
    "a legal threat",
    { message: says({ complains: true }), retrieval: sure },
    { action: "handoff", reason: "complained" },
  ],
];

const manners: Row[] = [
  [
    "hello",
    { message: says({ acts: ["greeting"] }) },
    { action: "act", reason: "greeted", band: null, sources: [] },
  ],
  ["thanks", { message: says({ acts: ["thanks"] }) }, { action: "act", reason: "thanked" }],
  [
    "hello and thanks",
    { message: says({ acts: ["greeting", "thanks"] }) },
    { action: "act", reason: "thanked" },
  ],
  ["good night", { message: says({ acts: ["farewell"] }) }, { action: "act", reason: "said_goodbye" }],
  ["ok", { message: says({ acts: ["acknowledgement"] }) }, { action: "act", reason: "acknowledged" }],
  [
    "yes, after an answer",
    { message: says({ acts: ["yes"] }), awaiting: "feedback" },
    { action: "act", reason: "confirmed_helpful" },
  ],
  ["yes, out of the blue", { message: says({ acts: ["yes"] }) }, { action: "act", reason: "acknowledged" }],
  [
    "no, after an answer",
    { message: says({ acts: ["no"] }), awaiting: "feedback" },
    { action: "clarify", reason: "not_helpful", need: "rephrase", clarifyCount: 1 },
  ],
  [
    "no thanks, after an answer",
    { message: says({ acts: ["no", "thanks"] }), awaiting: "feedback" },
    { reason: "thanked" },
  ],
  [
    "the button that it helped",
    { kind: "button", feedback: "helped", intent: null },
    { action: "act", reason: "confirmed_helpful" },
  ],
  [
    "the button that it did not",
    { kind: "button", feedback: "not_helped", intent: null },
    { action: "clarify", reason: "not_helpful" },
  ],
  [
    "a greeting leaves the count of questions as it was",
    { message: says({ acts: ["greeting"] }), clarifyCount: 2 },
    { clarifyCount: 2 },
  ],
];

const knowledge: Row[] = [
  [
    "a sure passage answers",
    { retrieval: sure },
    { action: "answer", reason: "faq_matched", sources: ["faq"], clarifyCount: 0 },
  ],
  [
    "a near passage is offered",
    { retrieval: near },
    { action: "clarify", reason: "source_unclear", need: "rephrase", offersSuggestions: true },
  ],
  [
    "a weak passage is not",
    { retrieval: weak },
    { action: "clarify", reason: "source_missing", offersSuggestions: false },
  ],
  [
    "a whole question without a source is a person's",
    { isFullQuestion: true },
    { action: "handoff", reason: "no_source" },
  ],
  [
    "what is wanted is clear, and nothing here tells it",
    { intent: wants("invoice"), retrieval: weak },
    { action: "handoff", reason: "no_source", intent: "invoice" },
  ],
  [
    "a whole question with near passages is offered them",
    { isFullQuestion: true, retrieval: near },
    { action: "clarify", reason: "source_unclear" },
  ],
  ["no passage", { retrieval: null }, { action: "clarify", reason: "source_missing" }],
  [
    "an unclear message without a passage",
    { intent: wants("other", 0.3) },
    { action: "clarify", reason: "intent_unclear" },
  ],
  [
    "an unclear intent needs a surer passage",
    { intent: wants("other", 0.3), retrieval: { confidence: 0.75, margin: 0.3 } },
    { action: "clarify", reason: "source_unclear" },
  ],
  [
    "an unclear intent with a very sure passage",
    { intent: wants("other", 0.3), retrieval: sure },
    { action: "answer" },
  ],
  [
    "how long a return takes, in general",
    { intent: wants("return"), retrieval: sure },
    { action: "answer", reason: "faq_matched", intent: "return" },
  ],
  [
    "how to cancel my order, which the knowledge tells",
    { intent: wants("cancel"), message: own, retrieval: sure },
    { action: "answer", reason: "faq_matched" },
  ],
  [
    "how to return, while the proof of an order is awaited",
    {
      intent: wants("return"),
      retrieval: sure,
      order: "unproved",
      awaiting: "proof",
      pendingIntent: "order_status",
      clarifyCount: 1,
    },
    { action: "answer", reason: "faq_matched", sources: ["faq"] },
  ],
  [
    "how long delivery takes, in general",
    { intent: wants("delivery_time"), retrieval: sure },
    { action: "answer", reason: "faq_matched" },
  ],
  [
    "the third question in a row is a person's",
    { retrieval: weak, clarifyCount: 2 },
    { action: "handoff", reason: "clarified_enough", clarifyCount: 0 },
  ],
  ["the second is still asked", { retrieval: weak, clarifyCount: 1 }, { action: "clarify", clarifyCount: 2 }],
  [
    "a suggestion is not offered with a handoff",
    { retrieval: near, clarifyCount: 2 },
    { action: "handoff", offersSuggestions: false },
  ],
  [
    "an answer starts the count anew",
    { retrieval: sure, clarifyCount: 2 },
    { action: "answer", clarifyCount: 0 },
  ],
  [
    "the classifier alone may ask for a person",
    { intent: wants("human") },
    { action: "handoff", reason: "asked_for_person" },
  ],
  [
    "but not when it is unsure",
    { intent: wants("human", 0.35) },
    { action: "clarify", reason: "intent_unclear" },
  ],
];

const orders: Row[] = [
  [
    "where is my order, nothing known",
    { intent: wants("order_status"), message: own },
    { action: "clarify", reason: "order_number_needed", need: "order_number", offersContact: true },
  ],
  [
    "a passage about tracking does not take the place of my order",
    { intent: wants("order_status"), message: own, retrieval: sure },
    { action: "clarify", reason: "order_number_needed" },
  ],
  [
    "when will my order come, with a sure passage about delivery times",
    { intent: wants("delivery_time"), message: own, retrieval: sure },
    { action: "clarify", reason: "order_number_needed" },
  ],
  [
    "the phone is verified and has no order",
    { intent: wants("order_status"), message: own, phoneVerified: true },
    { action: "clarify", reason: "no_order_on_phone", need: "order_number", offersContact: false },
  ],
  [
    "several proved orders",
    { intent: wants("order_status"), message: own, order: "several" },
    { action: "clarify", reason: "order_choice_needed", need: "order_choice", offersContact: false },
  ],
  [
    "a number without proof",
    { intent: wants("order_status"), gaveOrderNumber: true, order: "unproved" },
    { action: "clarify", reason: "proof_needed", need: "proof", offersContact: true },
  ],
  [
    "a number alone, after we asked for it because of a return",
    {
      intent: wants("other"),
      gaveOrderNumber: true,
      order: "unproved",
      awaiting: "order_number",
      pendingIntent: "return",
    },
    { action: "clarify", reason: "proof_needed", intent: "return" },
  ],
  [
    "a number alone, out of the blue, is about where it is",
    { intent: wants("other"), gaveOrderNumber: true, order: "proved" },
    { action: "answer", reason: "order_proved", intent: "order_status", sources: ["order"] },
  ],
  [
    "a proof that fails",
    {
      intent: wants("other"),
      gaveProof: true,
      order: "unproved",
      proofFailed: true,
      awaiting: "proof",
      pendingIntent: "order_status",
      clarifyCount: 2,
    },
    { action: "clarify", reason: "proof_failed", need: "proof", clarifyCount: 2 },
  ],
  [
    "the last try fails",
    { gaveProof: true, order: "unproved", proofFailed: true, proofTriesLeft: 0 },
    { action: "handoff", reason: "proof_exhausted" },
  ],
  [
    "my own contact, and the order is on it",
    {
      kind: "contact",
      contact: "own",
      intent: null,
      order: "proved",
      awaiting: "proof",
      pendingIntent: "delivery_time",
      phoneVerified: true,
    },
    { action: "answer", reason: "order_proved", intent: "delivery_time" },
  ],
  [
    "my own contact, and no order is on it",
    {
      kind: "contact",
      contact: "own",
      intent: null,
      order: "none",
      pendingIntent: "order_status",
      phoneVerified: true,
    },
    { action: "clarify", reason: "no_order_on_phone" },
  ],
  [
    "a proved order",
    { intent: wants("order_status"), message: own, order: "proved" },
    { action: "answer", reason: "order_proved" },
  ],
  [
    "a proved order and when",
    { intent: wants("delivery_time"), order: "proved", retrieval: sure },
    { action: "answer", reason: "order_proved" },
  ],
  [
    "cancelling a proved order is a person's job",
    { intent: wants("cancel"), message: own, order: "proved", retrieval: sure },
    { action: "handoff", reason: "cancel_needs_person" },
  ],
  [
    "returning a proved order, and the policy is known",
    { intent: wants("return"), message: own, order: "proved", retrieval: sure },
    { action: "answer", reason: "faq_matched_with_order", sources: ["faq", "order"] },
  ],
  [
    "returning a proved order, and nothing is known of it",
    { intent: wants("return"), message: own, order: "proved", retrieval: weak },
    { action: "handoff", reason: "return_needs_person" },
  ],
  [
    "another question with a proved order is answered from the knowledge",
    { intent: wants("other"), order: "proved", retrieval: sure },
    { action: "answer", reason: "faq_matched", sources: ["faq"] },
  ],
  [
    "a word that leads nowhere, while we wait for the number, asks for the number again",
    {
      intent: wants("other"),
      retrieval: weak,
      awaiting: "order_number",
      pendingIntent: "order_status",
      clarifyCount: 1,
    },
    { action: "clarify", reason: "order_number_needed", clarifyCount: 2 },
  ],
  [
    "another question, while we wait for the number, is answered",
    { intent: wants("other"), retrieval: sure, awaiting: "order_number", pendingIntent: "order_status" },
    { action: "answer", reason: "faq_matched" },
  ],
  [
    "asked twice for a number and a proof, the next question is a person's",
    { intent: wants("order_status"), message: own, order: "unproved", clarifyCount: 2 },
    { action: "handoff", reason: "clarified_enough" },
  ],
];

describe.each([
  ["what kind of message it is", kinds],
  ["words that need no model", commands],
  ["manners", manners],
  ["questions to the knowledge", knowledge],
  ["questions about an order", orders],
])("decide: %s", (_, rows) => {
  test.each(rows)("%s", (_label, input, expected) => {
    expect(decide({ ...quiet, ...input })).toMatchObject(expected);
  });
});

describe("what is sent in which reply mode", () => {
  const answer = { action: "answer", reason: "faq_matched" } as const;
  test.each([
    ["automatic sends everything", "automatic", { action: "clarify", reason: "intent_unclear" }, 0, true],
    ["manual sends nothing", "manual", answer, 1, false],
    ["manual confirms a stop", "manual", { action: "act", reason: "opted_out" }, 0, true],
    ["hybrid sends a sure answer", "hybrid", answer, 0.85, true],
    ["hybrid drafts an answer that is less sure", "hybrid", answer, 0.84, false],
    ["hybrid drafts a question back", "hybrid", { action: "clarify", reason: "intent_unclear" }, 1, false],
    ["hybrid drafts manners", "hybrid", { action: "act", reason: "greeted" }, 1, false],
    ["hybrid is silent where it hands over", "hybrid", { action: "handoff", reason: "no_source" }, 1, false],
  ] as const)("%s", (_label, mode, decision, confidence, isSent) => {
    expect(maySend(mode, decision, confidence)).toBe(isSent);
  });
});
