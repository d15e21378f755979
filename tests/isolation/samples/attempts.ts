import type { Verb } from "@/server/kernel";
import type { Neighbour } from "../fill-workspace";

/** A call that a member of B makes with what they know of A, and what it must come to. */
export type Attempt = {
  input?: unknown;
  /** The code of the refusal; or `own`: it succeeds and concerns nothing but B. */
  gives: string;
  /** `own`, and there is nothing to show: A's words find nothing in B. */
  isEmpty?: boolean;
};

export type Sample = {
  /** What the policy calls it. */
  verb: Verb;
  attempts: (a: Neighbour, b: Neighbour) => Attempt[];
};

export const own = (input?: unknown): Attempt => ({ input, gives: "own" });
export const finds = (input: unknown): Attempt => ({ input, gives: "own", isEmpty: true });
export const refused = (gives: string, input: unknown): Attempt => ({ input, gives });

export const orderCsv = (a: Neighbour) =>
  [
    "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price",
    `${a.order},2026-11-18,Kendi Müşterim,${a.phone},,delivered,,${a.tracking},,,Kendi malım,,1,"5,00"`,
  ].join("\n");

export const onConversation = (verb: Verb, more: Record<string, unknown> = {}): Sample => ({
  verb,
  attempts: (a) => [refused("CONVERSATION_NOT_FOUND", { conversationId: a.conversationId, ...more })],
});

export const onMessage = (verb: Verb, more: Record<string, unknown> = {}): Sample => ({
  verb,
  attempts: (a) => [refused("MESSAGE_NOT_FOUND", { messageId: a.ownMessageId, ...more })],
});

export const ownTask = { title: "Benim işim", assigneeId: null, dueDay: "2026-11-30", dueTime: null };

export const onImport: Sample = {
  verb: "shopOrder.import",
  attempts: (a) => [refused("IMPORT_NOT_FOUND", { importId: a.importId })],
};
