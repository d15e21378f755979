import { asciiDigits, cleanText } from "@/lib/text/fold";
import type { MessageFacts, Need } from "../rules";
import { findCodes } from "./find-codes";
import { findPhones } from "./find-phones";
import { findProof, type Proof } from "./find-proof";
import { findActs, isOptIn, isOptOut } from "./phrases";
import { complains, insults, namesOwnOrder, wantsHuman } from "./signals";

export type MessageReading = MessageFacts & {
  /** As typed, at most five; find them by `codeKey` (of lib/text/fold). */
  orderNumbers: string[];
  trackingNumbers: string[];
  /** E.164; a phone that was typed proves nothing. */
  phones: string[];
  proof: Proof | null;
  /** A card number or IBAN stands in the message. */
  hasPaymentData: boolean;
};

export type ReadMessageOptions = {
  /** What the agent's last message waits for: four digits may then be an order number. */
  awaiting?: Need | "feedback" | null;
};

const NOTHING: MessageReading = {
  acts: [],
  optOut: false,
  optIn: false,
  command: null,
  wantsHuman: false,
  insults: false,
  complains: false,
  namesOwnOrder: false,
  orderNumbers: [],
  trackingNumbers: [],
  phones: [],
  proof: null,
  hasPaymentData: false,
};

/** What a message says by rule, before any model: codes, proof, manners, commands, and whether a person is wanted. */
export function readMessage(text: string, { awaiting = null }: ReadMessageOptions = {}): MessageReading {
  const plain = asciiDigits(cleanText(text)).trim();
  if (plain === "") return NOTHING;
  const command = readCommand(plain);
  if (command) {
    return {
      ...NOTHING,
      command,
      wantsHuman: HUMAN_COMMANDS.has(command.name),
      optOut: command.name === "stop",
    };
  }

  const { phones, rest } = findPhones(plain);
  const codes = findCodes(rest, { expectsOrderNumber: awaiting === "order_number" });
  const proof = findProof(codes.rest, phones);
  const acts = findActs(plain);
  return {
    acts,
    optOut: isOptOut(plain),
    optIn: isOptIn(plain),
    command: null,
    wantsHuman: wantsHuman(plain),
    insults: insults(plain),
    complains: complains(plain),
    namesOwnOrder: namesOwnOrder(plain),
    orderNumbers: codes.orderNumbers,
    trackingNumbers: codes.trackingNumbers,
    phones,
    proof,
    hasPaymentData: codes.hasPaymentData,
  };
}

const HUMAN_COMMANDS = new Set(["temsilci", "insan", "human", "agent", "operator"]);

/** "/start abc" and "/start@shop_bot abc". */
function readCommand(text: string): MessageFacts["command"] {
  const match = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text);
  return match ? { name: match[1]!.toLowerCase(), payload: match[2]?.trim() ?? "" } : null;
}
