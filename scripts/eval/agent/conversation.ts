/** One conversation to play, as read from a line of the file. `docs/guide/judging.md` tells the shape. */
export type Conversation = {
  /** As the file counts: the first line is 1. */
  line: number;
  id: string | null;
  kind: "creator" | "shop" | "clinic" | "desk";
  setup: Setup;
  turns: Turn[];
};

export type Language = "tr" | "en" | "ru" | "ar";

export type Setup = {
  faq: FaqSetup[];
  orders: OrderSetup[];
  /** In the order of the file. */
  facts: { key: string; value: string }[];
  customer: CustomerSetup;
  /** The language of the workspace, and of entries that name none. */
  language: Language;
  timeZone: string;
  /** When the conversation begins, or null for now. */
  now: Date | null;
};

export type FaqSetup = {
  id: string | null;
  question: string;
  answer: string;
  language: Language | null;
  tags: string[];
};

export type OrderSetup = {
  number: string;
  customerName: string;
  phone: string | null;
  email: string | null;
  orderedAt: string | null;
  status: string;
  packages: PackageSetup[];
};

export type PackageSetup = {
  status: string | null;
  carrier: string | null;
  tracking: string | null;
  estimatedDelivery: string | null;
  deliveredAt: string | null;
  items: { name: string; quantity: number; price: string }[];
};

export type CustomerSetup = {
  name: string;
  phone: string | null;
  /** The phone was proved to be the customer's before the conversation began. */
  isPhoneVerified: boolean;
  language: Language | null;
};

/** What a customer sends; several at once are one turn. */
export type Said =
  | { kind: "text"; text: string }
  | { kind: "contact"; phone: string | null; isOwn: boolean }
  | { kind: "photo"; caption: string }
  | { kind: "press"; label: string }
  | { kind: "unsupported"; what: string };

export const actions = ["answer", "clarify", "handoff", "act"] as const;
export type Action = (typeof actions)[number];

export type Turn = { said: Said[]; expect: Expectation | null };

/** Null and empty lists expect nothing. */
export type Expectation = {
  intents: string[];
  /** Any of these. */
  actions: Action[];
  mustContain: string[];
  mustNotContain: string[];
  /** Each of these, as written. */
  sources: string[];
  isUrgent: boolean | null;
  language: Language | null;
};
