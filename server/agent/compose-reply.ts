import type { MessagePayload } from "@/db/schema";
import type { Ctx } from "@/server/kernel";
import type { Passage } from "@/server/knowledge";
import type { ShopOrderDetail } from "@/server/stores";
import { botDate, botWhen } from "./bot-dates";
import { describeOrder } from "./describe-order";
import type { Language } from "./language/languages";
import { findNextOpening } from "./opening-hours";
import { buttonId } from "./read-turn";
import type { Decision, Reason } from "./rules";
import { botText } from "./texts";

/** What a reply is made of. */
export type ReplyParts = {
  decision: Decision;
  runId: string;
  language: Language;
  workspace: Pick<Ctx["workspace"], "name" | "timeZone" | "businessHours">;
  now: Date;
  /** Proved; null otherwise. */
  order: ShopOrderDetail | null;
  /** The day by which the customer wants it, `YYYY-MM-DD`. */
  by: string | null;
  /** Proved orders to choose from. */
  choices: readonly ShopOrderDetail[];
  passages: readonly Passage[];
  /** Answers to the other things that the turn asked for, said first. */
  earlierAnswers: readonly string[];
  /** The first thing ever said to this customer here. */
  isFirst: boolean;
  /** A phone was proved by the button in this message. */
  isPhoneFresh: boolean;
  hasPaymentData: boolean;
  /** A person reads it first: the question whether it helped is not theirs. */
  isDraft: boolean;
};

export type Reply = { text: string; payload?: MessagePayload };

/** Buttons that one can read on a phone. */
const maxSuggestions = 3;
const maxLabel = 56;
/** Telegram's limit of a text, in UTF-16 units. */
const maxText = 4_096;

/** The words of a decision, in the customer's language, with the buttons that go with them. */
export function composeReply(parts: ReplyParts): Reply {
  const { decision, language } = parts;
  const reply = replyTo(parts);
  const before = parts.isPhoneFresh ? [botText(language, "phoneVerified")] : [];
  const after = parts.hasPaymentData ? [botText(language, "paymentData")] : [];
  const question =
    decision.action === "answer" && !parts.isDraft ? [botText(language, "helped.question")] : [];
  const said = [...before, ...parts.earlierAnswers, reply.text, ...after, ...question];
  const text = said.filter(Boolean).join("\n\n");
  return { ...reply, text: text.slice(0, maxText) };
}

function replyTo(parts: ReplyParts): Reply {
  switch (parts.decision.action) {
    case "answer":
      return { text: answerText(parts), payload: { buttons: [helpedButtons(parts)] } };
    case "clarify":
      return clarify(parts);
    case "handoff":
      return { text: handoffText(parts), payload: { removeKeyboard: true } };
    case "act":
      return { text: actText(parts) };
  }
}

/** What an answer says of its sources. */
export function answerText({
  decision,
  order,
  by,
  passages,
  language,
  workspace,
  now,
}: Pick<ReplyParts, "decision" | "order" | "by" | "passages" | "language" | "workspace" | "now">): string {
  const texts = decision.sources.map((source) => {
    if (source === "faq") return passages[0]?.answer ?? "";
    const asksWhen = decision.intent === "delivery_time";
    return order
      ? describeOrder(language, order, {
          timeZone: workspace.timeZone,
          now,
          asksWhen,
          by: asksWhen ? by : null,
        })
      : "";
  });
  return texts.filter(Boolean).join("\n\n");
}

function helpedButtons({ language, runId }: ReplyParts) {
  return (["yes", "no"] as const).map((value) => ({
    label: botText(language, `helped.${value}`),
    data: `helped:${value}:${buttonId(runId)}`,
  }));
}

function clarify(parts: ReplyParts): Reply {
  const { decision, language, passages, choices } = parts;
  if (decision.need === "order_choice" && choices.length > 0) return chooseOrder(parts);
  if (decision.offersSuggestions && passages.length > 0) {
    const buttons = passages
      .slice(0, maxSuggestions)
      .map((passage) => [{ label: shorten(passage.question), data: `passage:${buttonId(passage.rowId)}` }]);
    const none = { label: botText(language, "clarify.none"), data: `helped:no:${buttonId(parts.runId)}` };
    return { text: botText(language, "clarify.suggestions"), payload: { buttons: [...buttons, [none]] } };
  }
  const askContact = decision.offersContact
    ? { payload: { askContact: { label: botText(language, "ask.contactButton") } } }
    : {};
  return { text: clarifyText(parts), ...askContact };
}

function clarifyText({ decision, language }: ReplyParts): string {
  switch (decision.reason) {
    case "order_number_needed":
      return botText(language, decision.offersContact ? "ask.orderNumber" : "ask.orderNumberOtherPhone");
    case "no_order_on_phone":
      return botText(language, "ask.orderNumberOtherPhone");
    case "proof_needed":
      return botText(language, decision.offersContact ? "ask.proof" : "ask.proofDetails");
    case "proof_failed":
      return botText(language, "notProved");
    case "contact_not_own":
      return botText(language, "contactNotOwn");
    case "not_helpful":
      return botText(language, "helped.denied");
    default:
      return botText(language, decision.clarifyCount > 1 ? "clarify.second" : "clarify.first");
  }
}

function chooseOrder({ choices, language, workspace }: ReplyParts): Reply {
  const buttons = choices.map(({ id, number, orderedAt }) => [
    {
      label: botText(language, "ask.orderChoiceButton", {
        number,
        date: botDate(language, new Date(orderedAt), workspace.timeZone),
      }),
      data: `order:${id.slice(id.indexOf("_") + 1)}`,
    },
  ]);
  return { text: botText(language, "ask.orderChoice"), payload: { buttons } };
}

type Lead = "again" | "rest" | "asked" | "unsure" | "upset" | "photo" | "proof" | "cancel" | "return";
const leads: Partial<Record<Reason, Lead>> = {
  asked_for_person: "asked",
  insulted: "upset",
  complained: "upset",
  grew_angry: "upset",
  asked_again: "again",
  partly_answered: "rest",
  photo_needs_person: "photo",
  proof_exhausted: "proof",
  cancel_needs_person: "cancel",
  return_needs_person: "return",
};

function handoffText({ decision, language, workspace, now }: ReplyParts): string {
  return [
    botText(language, `handoff.lead.${leads[decision.reason] ?? "unsure"}`),
    describeWhenPeopleAnswer(workspace, language, now),
  ].join(" ");
}

/** When a person will answer: soon, or when the workspace opens next, in the customer's language and its zone. */
export function describeWhenPeopleAnswer(
  workspace: Pick<Ctx["workspace"], "timeZone" | "businessHours">,
  language: Language,
  now: Date,
): string {
  const opens = findNextOpening(workspace, now);
  return opens
    ? botText(language, "handoff.closed", { when: botWhen(language, opens, now, workspace.timeZone) })
    : botText(language, "handoff.open");
}

function actText({ decision, language, workspace, isFirst }: ReplyParts): string {
  switch (decision.reason) {
    case "started":
      return botText(language, "started", { shop: workspace.name });
    case "opted_out":
      return botText(language, "optedOut");
    case "opted_in":
      return botText(language, "optedIn");
    case "thanked":
      return botText(language, "thanks");
    case "said_goodbye":
      return botText(language, "farewell");
    case "calmed":
      return botText(language, "calmed");
    case "acknowledged":
      return botText(language, "acknowledged");
    case "confirmed_helpful":
      return botText(language, "helped.confirmed");
    case "kind_not_readable":
      return botText(language, "unsupported");
    default:
      return isFirst
        ? botText(language, "greeting.first", { shop: workspace.name })
        : botText(language, "greeting.again");
  }
}

const shorten = (text: string): string =>
  text.length <= maxLabel ? text : `${text.slice(0, maxLabel - 1).trimEnd()}…`;
