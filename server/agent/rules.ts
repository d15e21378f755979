import type { Intent } from "./schemas";

/** Intents whose true answer rests on one shop order. */
export const ORDER_INTENTS: ReadonlySet<Intent> = new Set<Intent>([
  "order_status",
  "delivery_time",
  "return",
  "exchange",
  "cancel",
]);

export const BANDS = ["answer", "clarify", "handoff"] as const;
export type Band = (typeof BANDS)[number];

/** What a clarifying question asks for. */
export const NEEDS = ["order_number", "order_choice", "proof", "rephrase"] as const;
export type Need = (typeof NEEDS)[number];

/** What a message that is nothing more than manners does. */
export const ACTS = ["greeting", "thanks", "farewell", "yes", "no", "acknowledgement"] as const;
export type Act = (typeof ACTS)[number];

/** Why the agent did what it did, in words in messages/<locale>/agent.json under `reasons`. */
export const REASONS = [
  // acts
  "opted_out",
  "opted_in",
  "started",
  "greeted",
  "thanked",
  "said_goodbye",
  "acknowledged",
  "calmed",
  "confirmed_helpful",
  "kind_not_readable",
  "rate_limited",
  // answers
  "order_proved",
  "faq_matched",
  "faq_matched_with_order",
  // clarifying questions
  "order_number_needed",
  "no_order_on_phone",
  "order_choice_needed",
  "proof_needed",
  "proof_failed",
  "contact_not_own",
  "intent_unclear",
  "source_unclear",
  "source_missing",
  "not_helpful",
  // handoffs
  "asked_for_person",
  "insulted",
  "complained",
  "photo_needs_person",
  "proof_exhausted",
  "clarified_enough",
  "no_source",
  "partly_answered",
  "asked_again",
  "grew_angry",
  "cancel_needs_person",
  "return_needs_person",
  "own_intent_needs_person",
  "agent_failed",
  // drafts for a person, by the bot's reply mode
  "drafted_manual",
  "drafted_hybrid",
] as const;
export type Reason = (typeof REASONS)[number];

/** What is read from the message itself; `readMessage` returns it with the details. */
export type MessageFacts = {
  /** Empty as soon as the message says more than manners. */
  acts: readonly Act[];
  optOut: boolean;
  optIn: boolean;
  command: { name: string; payload: string } | null;
  wantsHuman: boolean;
  insults: boolean;
  complains: boolean;
  /** "kargom", "my order": it is about the writer's own order, not about orders in general. */
  namesOwnOrder: boolean;
};

export type DecisionInput = {
  kind: "text" | "contact" | "photo" | "button" | "unsupported";
  message: MessageFacts;
  /** The "did this help?" button, when it was pressed. */
  feedback?: "helped" | "not_helped" | null;
  /** The message holds an order or tracking number. */
  gaveOrderNumber: boolean;
  /** The message holds last four digits and a surname. */
  gaveProof: boolean;
  /** A shared contact: its number is the sender's own, or someone else's. */
  contact?: "own" | "foreign" | null;
  /** Null when there was no text to classify. */
  intent: {
    intent: Intent;
    scores: Readonly<Record<string, number>>;
    margin: number;
    handsOff?: boolean;
  } | null;
  /** What the customer wanted when the agent last asked back. */
  pendingIntent: Intent | null;
  /** What the agent's last message waits for. */
  awaiting: Need | "feedback" | null;
  /** The best passage for the message; null when nothing was found. Both 0–1. */
  retrieval: { confidence: number; margin: number } | null;
  /**
   * The order in question: none known; named but not proved, which is the same whether it exists or not; proved; or
   * several proved ones, of which none was named.
   */
  order: "none" | "unproved" | "proved" | "several";
  /** The customer's phone is verified, so sharing it again would not help. */
  phoneVerified: boolean;
  /** This message tried a proof and it failed. */
  proofFailed: boolean;
  /** Tries left for this customer and this order, whichever is fewer. */
  proofTriesLeft: number;
  /** Clarifying questions in a row before this message. */
  clarifyCount: number;
  /** An insult came before in this conversation; the customer grows angrier. */
  mood: { hasInsultedBefore: boolean; growsAngry: boolean };
  /** A whole question rather than a word or two: without a source it is a person's, not to be asked back. */
  isFullQuestion: boolean;
  /** It says what is not wanted, and nothing else. */
  isRefusal: boolean;
  /** It points at another order ("diğer siparişim") or at the one told before ("o ne oldu?"). */
  refersToOrder: boolean;
};

export type Decision = {
  action: "answer" | "clarify" | "handoff" | "act";
  /** Null for acts: a greeting is neither an answer nor a question. */
  band: Band | null;
  reason: Reason;
  /** The intent that was acted on: the message's, or the one that a number or a proof belongs to. */
  intent: Intent | null;
  need?: Need;
  /** What the answer rests on; never empty for an answer, always empty otherwise. */
  sources: readonly ("order" | "faq")[];
  /** Show the button that shares the customer's own phone. */
  offersContact: boolean;
  /** The best passages are near: their questions may be offered to choose from. */
  offersSuggestions: boolean;
  /** Questions in a row after this one; keep it for the next message. */
  clarifyCount: number;
};

/** Handoffs of angry customers: the inbox marks them. */
export const URGENT_REASONS: ReadonlySet<Reason> = new Set<Reason>(["insulted", "complained", "grew_angry"]);

/** Wishes that somebody has to do something about: without an answer that is sure they are a person's at once. */
export const PERSON_INTENTS: ReadonlySet<Intent> = new Set<Intent>([
  "appointment_new",
  "appointment_change",
  "appointment_cancel",
  "results",
  "custom_request",
  "collaboration",
  "complaint",
]);

/** Questions in a row before a person takes over. */
export const MAX_CLARIFICATIONS = 2;

/** Where the bands meet. Measured on the evaluation sets; evaluation/ and server/knowledge/bm25.test.ts guard them. */
export const THRESHOLDS = {
  /** An intent is clear from this score and this margin on. */
  intentScore: 0.5,
  intentMargin: 0.2,
  /** A passage answers from here on when the intent is clear. */
  passage: 0.55,
  /** A passage answers from here on when the intent is not clear, or when it would take the place of an order. */
  passageAlone: 0.85,
  /** Two passages nearer to each other than this are a choice for the customer, not an answer. */
  passageMargin: 0.03,
  /** Below this a passage is not even worth offering. */
  passageNear: 0.3,
} as const;

/** How a bot answers, as its owner has set it for this hour. */
export type ReplyMode = "manual" | "hybrid" | "automatic";

/**
 * Whether the agent sends what it decided, or drafts it for a person. Manual: nothing is sent. Hybrid: only an answer
 * whose every source is sure, that is a proved order, a passage that the customer chose, or one that would answer by
 * itself. Automatic: everything. That somebody wants no more messages is confirmed in every mode, by the product.
 *
 * @param confidence of the least sure thing that the answer rests on; a proved order and a chosen passage count as 1
 */
export function maySend(
  mode: ReplyMode,
  decision: Pick<Decision, "action" | "reason">,
  confidence: number,
): boolean {
  if (mode === "automatic" || decision.reason === "opted_out") return true;
  if (mode === "manual" || decision.action !== "answer") return false;
  return confidence >= THRESHOLDS.passageAlone;
}

/**
 * Decides what the agent does with a message. Both gates must open for an answer from the knowledge: the intent (by
 * score and margin) and the passage (by confidence); an order is told only when it is proved.
 */
export function decide(input: DecisionInput): Decision {
  return (
    decideByKind(input) ??
    decideByCommand(input) ??
    decideByManners(input) ??
    calm(input, decideByIntent(input, toEffectiveIntent(input)))
  );
}

function decideByKind(input: DecisionInput): Decision | null {
  if (input.kind === "unsupported") return act(input, "kind_not_readable");
  if (input.kind === "photo") return handOff(input, "photo_needs_person");
  if (input.contact === "foreign") {
    return {
      ...ask(input, "contact_not_own", "proof", input.pendingIntent),
      clarifyCount: input.clarifyCount,
    };
  }
  return null;
}

function decideByCommand(input: DecisionInput): Decision | null {
  const { message } = input;
  if (message.optOut) return act(input, "opted_out");
  if (message.optIn) return act(input, "opted_in");
  const command = message.command?.name;
  if (command === "start" || command === "help") return act(input, "started");
  if (message.insults && input.mood.hasInsultedBefore) return handOff(input, "insulted");
  if (message.complains) return handOff(input, "complained");
  if (message.wantsHuman) return handOff(input, "asked_for_person", "human");
  if (input.mood.growsAngry) return handOff(input, "grew_angry");
  return command === "order" ? decideWithOrder(input, "order_status", false) : null;
}

/** The first insult is answered calmly: with the answer where there is one, else with a kind word. */
function calm(input: DecisionInput, decision: Decision): Decision {
  const leadsNowhere =
    decision.need === "rephrase" || decision.reason === "no_source" || decision.reason === "clarified_enough";
  return input.message.insults && leadsNowhere ? act(input, "calmed") : decision;
}

function decideByManners(input: DecisionInput): Decision | null {
  const { acts } = input.message;
  if (input.feedback === "helped") return act(input, "confirmed_helpful");
  if (input.feedback === "not_helped") return askOrHandOff(input, "not_helpful", "rephrase", null);
  if (acts.length === 0) return null;
  if (input.awaiting === "feedback" && acts.includes("no") && !acts.includes("thanks")) {
    return askOrHandOff(input, "not_helpful", "rephrase", null);
  }
  if (input.awaiting === "feedback" && acts.includes("yes")) return act(input, "confirmed_helpful");
  if (acts.includes("thanks")) return act(input, "thanked");
  if (acts.includes("farewell")) return act(input, "said_goodbye");
  if (acts.includes("greeting")) return act(input, "greeted");
  return act(input, "acknowledged");
}

function decideByIntent(input: DecisionInput, intent: Intent): Decision {
  const isClear = isClearIntent(input);
  if (input.isRefusal) return askOrHandOff(input, "intent_unclear", "rephrase", "other");
  const passage = passageConfidence(input);
  if (intent === "human" && isClear && passage < THRESHOLDS.passage) {
    return handOff(input, "asked_for_person", intent);
  }
  if (input.intent?.handsOff && isClear) return handOff(input, "own_intent_needs_person", intent);

  const bar = isClear ? THRESHOLDS.passage : THRESHOLDS.passageAlone;
  if (!ORDER_INTENTS.has(intent)) {
    return passage >= bar ? answer("faq_matched", intent, ["faq"]) : askAgain(input, intent, isClear);
  }
  const pointsAtOrder = givesDetails(input) || input.refersToOrder || input.order === "proved";
  if (pointsAtOrder) return decideWithOrder(input, intent, passage >= bar);

  // A question about orders in general ("kargo kaç günde gelir") has its answer in the knowledge.
  const isGeneral = !input.message.namesOwnOrder;
  const generalBar = intent === "order_status" ? THRESHOLDS.passageAlone : bar;
  const asksHow = intent !== "order_status" && intent !== "delivery_time";
  const isOfNoOrder = input.order === "none" ? isGeneral || asksHow : input.order === "unproved" && asksHow;
  if (isOfNoOrder && passage >= generalBar) return answer("faq_matched", intent, ["faq"]);
  if (!isClear && isGeneral && input.pendingIntent === null) return askAgain(input, intent, isClear);
  return decideWithOrder(input, intent, false);
}

function decideWithOrder(input: DecisionInput, intent: Intent, hasPassage: boolean): Decision {
  if (input.order === "proved") {
    if (intent === "order_status" || intent === "delivery_time") {
      return answer("order_proved", intent, ["order"]);
    }
    if (intent === "cancel" && (input.message.namesOwnOrder || !hasPassage)) {
      return handOff(input, "cancel_needs_person", intent);
    }
    return hasPassage
      ? answer("faq_matched_with_order", intent, ["faq", "order"])
      : handOff(input, intent === "cancel" ? "cancel_needs_person" : "return_needs_person", intent);
  }
  if (input.order === "several") {
    return askOrHandOff(input, "order_choice_needed", "order_choice", intent);
  }
  if (input.order === "none") {
    const reason = input.phoneVerified ? "no_order_on_phone" : "order_number_needed";
    return askOrHandOff(input, reason, "order_number", intent);
  }
  if (input.proofTriesLeft <= 0) return handOff(input, "proof_exhausted", intent);
  if (input.proofFailed) {
    // Tries have a limit of their own, so a refusal is not one of the two questions.
    return { ...ask(input, "proof_failed", "proof", intent), clarifyCount: input.clarifyCount };
  }
  return askOrHandOff(input, "proof_needed", "proof", intent);
}

/** A number or a proof alone says nothing of what is wanted: then it is what was wanted before. */
function toEffectiveIntent(input: DecisionInput): Intent {
  const { intent, pendingIntent } = input;
  const read = intent?.intent ?? null;
  const isOrderIntent = read !== null && isClearIntent(input) && ORDER_INTENTS.has(read);
  if (input.refersToOrder && !isOrderIntent && passageConfidence(input) < THRESHOLDS.passage) {
    return pendingIntent && ORDER_INTENTS.has(pendingIntent) ? pendingIntent : "order_status";
  }
  if (read && isClearIntent(input) && (ORDER_INTENTS.has(read) || !givesDetails(input))) {
    const leadsNowhere = read === "other" && passageConfidence(input) < THRESHOLDS.passage;
    if (!leadsNowhere || !isAwaitingDetails(input)) return read;
  }
  if (givesDetails(input))
    return pendingIntent && ORDER_INTENTS.has(pendingIntent) ? pendingIntent : "order_status";
  if (isAwaitingDetails(input) && pendingIntent) return pendingIntent;
  return read ?? "other";
}

/** 0 when the best passage has no lead over the next. */
function passageConfidence({ retrieval }: DecisionInput): number {
  return retrieval && retrieval.margin >= THRESHOLDS.passageMargin ? retrieval.confidence : 0;
}

function isClearIntent({ intent }: DecisionInput): boolean {
  return (
    intent !== null &&
    (intent.scores[intent.intent] ?? 0) >= THRESHOLDS.intentScore &&
    intent.margin >= THRESHOLDS.intentMargin
  );
}

function givesDetails(input: DecisionInput): boolean {
  return input.gaveOrderNumber || input.gaveProof || input.contact === "own";
}

function isAwaitingDetails(input: DecisionInput): boolean {
  return input.awaiting === "order_number" || input.awaiting === "proof";
}

function askAgain(input: DecisionInput, intent: Intent, isClear: boolean): Decision {
  const isNear = (input.retrieval?.confidence ?? 0) >= THRESHOLDS.passageNear;
  // What is asked is plain, and nothing here answers it: another question would only keep the customer waiting.
  const isPlain = input.isFullQuestion || (isClear && intent !== "other");
  const isPersons = isClear && PERSON_INTENTS.has(intent);
  if (isPersons || (!isNear && isPlain)) return handOff(input, "no_source", intent);
  const reason = isNear ? "source_unclear" : isClear ? "source_missing" : "intent_unclear";
  const decision = askOrHandOff(input, reason, "rephrase", intent);
  return { ...decision, offersSuggestions: isNear && decision.action === "clarify" };
}

function askOrHandOff(input: DecisionInput, reason: Reason, need: Need, intent: Intent | null): Decision {
  return input.clarifyCount >= MAX_CLARIFICATIONS
    ? handOff(input, "clarified_enough", intent)
    : ask(input, reason, need, intent);
}

function ask(input: DecisionInput, reason: Reason, need: Need, intent: Intent | null): Decision {
  return {
    action: "clarify",
    band: "clarify",
    reason,
    intent,
    need,
    sources: [],
    offersContact: (need === "order_number" || need === "proof") && !input.phoneVerified,
    offersSuggestions: false,
    clarifyCount: input.clarifyCount + 1,
  };
}

const NOTHING_MORE = { sources: [], offersContact: false, offersSuggestions: false } as const;

function answer(reason: Reason, intent: Intent, sources: readonly ("order" | "faq")[]): Decision {
  return { ...NOTHING_MORE, action: "answer", band: "answer", reason, intent, sources, clarifyCount: 0 };
}

function handOff(input: DecisionInput, reason: Reason, intent?: Intent | null): Decision {
  return {
    ...NOTHING_MORE,
    action: "handoff",
    band: "handoff",
    reason,
    intent: intent ?? input.intent?.intent ?? input.pendingIntent,
    clarifyCount: 0,
  };
}

function act(input: DecisionInput, reason: Reason): Decision {
  return {
    ...NOTHING_MORE,
    action: "act",
    band: null,
    reason,
    intent: null,
    clarifyCount: input.clarifyCount,
  };
}

/** With fewer examples, an intent of one's own is a guess. */
export const leastOwnExamples = 5;
