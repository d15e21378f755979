import { findWhen, type When } from "@/lib/dates/find-when";
import { isLocale } from "@/lib/i18n/locales";
import type { Ctx } from "@/server/kernel";
import type { IntentResult } from "./intents/classify-intent";
import { type DetectedLanguage, detectLanguage } from "./language/detect-language";
import type { LastRun, Turn, TurnMessage } from "./load-turn";
import { type AskReading, contentWords, readAsks } from "./reading/asks";
import type { Proof } from "./reading/find-proof";
import { growsAngry } from "./reading/mood";
import { findOrderReference, type OrderReference } from "./reading/order-reference";
import { type MessageReading, readMessage } from "./reading/read-message";
import { insults } from "./reading/signals";
import { type Need, ORDER_INTENTS } from "./rules";
import { type Intent, isIntent } from "./schemas";
import type { Classifier } from "./teaching/current-model";
import { findToldOrder } from "./told-before";

/** What pressing a button of ours says. */
export type Press =
  | { kind: "feedback"; helped: boolean }
  | { kind: "order"; id: string }
  | { kind: "passage"; rowId: string };

/** The unread messages of a conversation, read as one. */
export type TurnReading = {
  kind: "text" | "contact" | "photo" | "button" | "unsupported";
  text: string;
  /** What of it may hold a question, each to be looked up by itself as well as all together. */
  questions: string[];
  message: MessageReading;
  language: DetectedLanguage;
  intent: IntentResult | null;
  contact: { phone: string; isOwn: boolean } | null;
  press: Press | null;
  /** The platform's ids of the presses, to be acknowledged. */
  callbackIds: string[];
  /** What the agent's last message waits for. */
  awaiting: Need | "feedback" | null;
  /** What the customer wanted when the agent last asked back. */
  pendingIntent: Intent | null;
  /** Whether an order may matter for the answer, so that it is worth looking for one. */
  concernsOrder: boolean;
  /** The newest codes that were named before; a proof given just before them. */
  earlierCodes: string[];
  earlierProof: Proof | null;
  /** Two or more things at once; empty when it is one. */
  asks: Ask[];
  /** What it says is not wanted ("iade istemiyorum"), and nothing else. */
  isRefusal: boolean;
  isFullQuestion: boolean;
  /** The order it points at without a number. */
  reference: { kind: OrderReference; toldId: string | null } | null;
  /** It points at an order by a word, and says little else: "o ne oldu?", "ya diğeri?". */
  refersToOrder: boolean;
  /** The day that it names ("yarın", "haftaya salı 14:30"). */
  when: When | null;
  mood: { hasInsultedBefore: boolean; growsAngry: boolean };
};

/** One of several things that a turn asks for. */
export type Ask = { text: string; intent: IntentResult; message: MessageReading };

/** Of several messages in one turn, so many of the newest are looked up by themselves. */
const maxQuestions = 3;

/** An answer's question ("did this help?") and a question back are forgotten after a day. */
const awaitingMs = 86_400_000;

const needOfReason: Record<string, Need> = {
  order_number_needed: "order_number",
  no_order_on_phone: "order_number",
  order_choice_needed: "order_choice",
  proof_needed: "proof",
  proof_failed: "proof",
  contact_not_own: "proof",
};

/** Reads what the customer said since the agent last answered: several quick messages are one turn. Pure. */
export function readTurn(
  turn: Turn,
  workspace: Ctx["workspace"],
  now: Date,
  classify: Classifier,
): TurnReading {
  const { lastRun } = turn;
  const isFresh = lastRun !== null && now.getTime() - lastRun.createdAt.getTime() < awaitingMs;
  const awaiting = isFresh ? awaitingOf(lastRun) : null;
  const pendingIntent =
    isFresh && lastRun.action === "clarify" && lastRun.intent && isIntent(lastRun.intent)
      ? lastRun.intent
      : null;

  const text = textOf(turn.unread);
  const message = readMessage(text, { awaiting });
  const language = detectLanguage(text, {
    previous: turn.language !== null && isLocale(turn.language) ? turn.language : null,
    hint: turn.customer.languageHint,
    fallback: isLocale(workspace.defaultLanguage) ? workspace.defaultLanguage : "tr",
  });
  const isReadable = text.trim() !== "" && !message.command;
  const parted = isReadable ? partAsks(text, classify) : null;
  const wanted = parted?.text ?? text;
  const intent = isReadable ? classify(wanted) : null;
  const contact = turn.unread.findLast(({ kind }) => kind === "contact")?.payload?.contact ?? null;
  const press = readPress(turn.unread.findLast(({ kind }) => kind === "callback"));
  const codes = [...message.orderNumbers, ...message.trackingNumbers];
  const givesDetails =
    codes.length > 0 || message.proof !== null || contact?.isOwn === true || press?.kind === "order";
  const asks = (parted?.asks ?? []).map((ask) => ({ ...ask, message: readMessage(ask.text, { awaiting }) }));
  const told = findToldOrder(turn);
  const reference = findReference(text, told?.id ?? null, intent);
  const refersToOrder =
    reference !== null && findOrderReference(text) !== null && contentWords(text).length <= fewWords;
  const concernsOrder =
    givesDetails ||
    refersToOrder ||
    asks.some((ask) => ORDER_INTENTS.has(ask.intent.intent)) ||
    (intent !== null && ORDER_INTENTS.has(intent.intent)) ||
    (awaitsDetails(awaiting) && pendingIntent !== null && ORDER_INTENTS.has(pendingIntent));

  return {
    kind: kindOf(turn.unread, contact),
    text,
    questions: [...new Set([wanted, ...textsOf(turn.unread).slice(-maxQuestions)])],
    message,
    language,
    intent,
    contact,
    press,
    callbackIds: turn.unread.flatMap(({ payload }) => payload?.callback?.id ?? []),
    awaiting,
    pendingIntent,
    concernsOrder,
    // What was named after an order was told is about another one.
    earlierCodes: concernsOrder && codes.length === 0 ? findEarlierCodes(turn, told?.toSeq ?? 0) : [],
    earlierProof:
      awaiting === "order_number" && codes.length > 0 && turn.earlierTexts[0]
        ? readMessage(turn.earlierTexts[0]).proof
        : null,
    asks,
    isRefusal: parted?.isRefusal ?? false,
    isFullQuestion: parted?.isFullQuestion ?? false,
    reference,
    refersToOrder,
    when: isReadable ? findWhen(text, { now, timeZone: workspace.timeZone }) : null,
    mood: {
      hasInsultedBefore: turn.earlierTexts.some(insults),
      growsAngry: isReadable && growsAngry(text, turn.earlierTexts),
    },
  };
}

const fewWords = 3;
/** An intent that is sure enough to part a message by. */
const clearPart = { score: 0.5, margin: 0.2 };

type PartResult = IntentResult & { isClear: boolean };

function partAsks(text: string, classify: Classifier): AskReading<PartResult> {
  return readAsks(text, (part) => {
    const result = classify(part);
    const isClear =
      (result.scores[result.intent] ?? 0) >= clearPart.score && result.margin >= clearPart.margin;
    return { ...result, isClear };
  });
}

/** Without a word that points at one, a question about an order is about the one that was just told. */
function findReference(
  text: string,
  toldId: string | null,
  intent: IntentResult | null,
): TurnReading["reference"] {
  const kind = findOrderReference(text);
  if (kind === "other" || kind === "newest") return { kind, toldId };
  if (toldId === null || !intent) return null;
  return kind === "same" || ORDER_INTENTS.has(intent.intent) ? { kind: "same", toldId } : null;
}

const awaitsDetails = (awaiting: TurnReading["awaiting"]): boolean =>
  awaiting === "order_number" || awaiting === "order_choice" || awaiting === "proof";

function awaitingOf(run: LastRun): TurnReading["awaiting"] {
  if (run.action === "answer") return "feedback";
  if (run.action === "clarify") return needOfReason[run.reason] ?? "rephrase";
  return null;
}

const textsOf = (unread: readonly TurnMessage[]): string[] =>
  unread.flatMap(({ kind, text }) =>
    text.trim() !== "" && kind !== "command" && kind !== "callback" ? text : [],
  );

/** Greetings beside a question are not read with it. Commands count only when there is nothing else: "/start" and a question at once is the question. */
function textOf(unread: readonly TurnMessage[]): string {
  const texts = unread.filter(
    ({ kind, text }) => text.trim() !== "" && kind !== "command" && kind !== "callback",
  );
  if (texts.length > 0) return texts.map(({ text }) => text).join("\n");
  return unread.findLast(({ kind }) => kind === "command")?.text ?? "";
}

/** What only a person can look at, listen to or open: it goes where a photo goes. */
const seenOrHeard = ["photo", "video", "video_note", "voice", "audio", "document"] as const;

function kindOf(unread: readonly TurnMessage[], contact: TurnReading["contact"]): TurnReading["kind"] {
  const has = (kind: TurnMessage["kind"]) => unread.some((message) => message.kind === kind);
  if (seenOrHeard.some(has)) return "photo";
  if (contact) return "contact";
  if (has("text") || has("command")) return "text";
  return has("callback") ? "button" : "unsupported";
}

function readPress(message: TurnMessage | undefined): Press | null {
  const [verb, value = ""] = message?.payload?.callback?.data.split(":") ?? [];
  if (verb === "helped") return { kind: "feedback", helped: value === "yes" };
  const id = uuidOf(value);
  if (verb === "order" && id) return { kind: "order", id };
  if (verb === "passage" && id) return { kind: "passage", rowId: id };
  return null;
}

function findEarlierCodes(turn: Turn, afterSeq: number): string[] {
  for (const { seq, text } of turn.earlier) {
    if (seq <= afterSeq) return [];
    // A bare number was an answer to our question; "4567 Yılmaz" was a proof.
    const isBare = /^\D{0,12}\d{3,12}\D{0,3}$/.test(text.trim());
    const { orderNumbers, trackingNumbers, proof } = readMessage(text, {
      awaiting: isBare ? "order_number" : null,
    });
    // A number that came with a proof counts on: what was wrong may have been the proof.
    if (!(isBare && proof) && orderNumbers.length + trackingNumbers.length > 0)
      return [...orderNumbers, ...trackingNumbers];
  }
  return [];
}

/** Buttons carry 64 bytes, so ids stand in them without their dashes. */
export const buttonId = (uuid: string): string => uuid.replaceAll("-", "");

function uuidOf(compact: string): string | null {
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(compact);
  return match ? match.slice(1).join("-") : null;
}
