/** What the mailbox knows of one mail that it took. */
export type StoredMail = {
  id: string;
  receivedAt: string;
  /** As the envelope said, which need not be what the headers say. */
  envelope: { from: string; to: string[] };
  sizeBytes: number;
  subject: string;
  from: string;
  to: string;
  messageId: string;
  headers: { name: string; value: string }[];
  text: string;
  /** Every web address in it, each once, in order. */
  links: string[];
  attachments: { name: string; type: string; sizeBytes: number; contentId: string | null }[];
};

/** What a list shows of it. */
export type MailEntry = Pick<StoredMail, "id" | "receivedAt" | "subject" | "from" | "to" | "sizeBytes">;

export const mailFaultKinds = [
  "421",
  "451",
  "452",
  "535",
  "550",
  "552",
  "554",
  "slow",
  "drop",
  "drop_after",
] as const;
export type MailFaultKind = (typeof mailFaultKinds)[number];

/** A failure planted on purpose. */
export type MailFault = {
  id: number;
  kind: MailFaultKind;
  /** For mail to this address only, or to this `@domain`; absent: to anybody. */
  to?: string;
  /** How often it still strikes. */
  times: number;
  /** Of `slow`: how long the answer to the message takes. */
  delayMs?: number;
};
