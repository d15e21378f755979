import { z } from "zod";
import { maxSearchLength } from "./rules";

export const SearchMessagesInput = z.object({
  /** Words, "phrases", `operator:value` and `-not`; see `operators` in rules.ts. */
  q: z.string().trim().min(1).max(maxSearchLength),
  cursor: z.string().max(80).nullish(),
});
export type SearchMessagesInput = z.input<typeof SearchMessagesInput>;

const SearchHit = z.object({
  messageId: z.string(),
  seq: z.number().int(),
  author: z.enum(["customer", "agent", "member", "system"]),
  memberName: z.string().nullable(),
  kind: z.string(),
  at: z.iso.datetime(),
  /** Around the first word that was found; empty where the message has no words. */
  excerpt: z.array(z.object({ text: z.string(), isHit: z.boolean() })),
});

const SearchGroup = z.object({
  conversation: z.object({
    id: z.string(),
    status: z.enum(["open", "handed_off", "closed"]),
    customerName: z.string(),
    channelName: z.string(),
  }),
  hits: z.array(SearchHit),
});
export type SearchGroup = z.infer<typeof SearchGroup>;

export const FoundMessages = z.object({
  /** Newest first; a conversation may go on in the next page. */
  groups: z.array(SearchGroup),
  /** Customers whose name, phone, e-mail or order the words may be; with the first page. */
  customers: z.array(z.object({ id: z.string(), name: z.string() })),
  problems: z.array(
    z.object({
      code: z.enum(["operatorUnknown", "valueMissing", "valueUnknown", "dateUnknown", "tooMany", "tooMuch"]),
      token: z.string(),
      known: z.array(z.string()),
    }),
  ),
  /** Give it back as `cursor` to look on; a page may hold nothing and still have a next one. */
  nextCursor: z.string().nullable(),
  /** When the oldest that this page has looked at was written; null at the end. */
  lookedBackTo: z.iso.datetime().nullable(),
  /** Newly written messages are being taken in: what is missing comes soon. */
  isCatchingUp: z.boolean(),
});
export type FoundMessages = z.infer<typeof FoundMessages>;
