import { and, eq, sql } from "drizzle-orm";
import {
  type AgentSource,
  addresses,
  agentRuns,
  conversations,
  customers,
  deliveries,
  identities,
  messages,
} from "@/db/schema";
import { foldText, tokenise } from "@/lib/text/fold";
import {
  type Ctx,
  emit,
  insertTerms,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
  type Transaction,
} from "@/server/kernel";
import { insertRows } from "./insert-rows";

/** What was said, and for the agent's messages why. */
export type PastMessage = {
  at: Date;
  by: "customer" | "agent" | "member";
  memberId?: string;
  text: string;
  run?: {
    intent: string | null;
    scores: Record<string, number>;
    action: "answer" | "clarify" | "handoff" | "act";
    band: "answer" | "clarify" | "handoff" | null;
    reason: string;
    sources: AgentSource[];
    durationMs: number;
  };
};

/** One conversation that took place elsewhere or earlier, whole. */
export type PastConversation = {
  customer: {
    telegramId: string;
    displayName: string;
    language: string;
    phone?: string;
    /** When the customer first wrote, where that was before this conversation. */
    since?: Date;
  };
  status: "open" | "handed_off" | "closed";
  messages: readonly PastMessage[];
  handoff?: { reason: string; summary: string; suggestedReply: string; assignedMemberId?: string };
  resolution?: { kind: "assumed" | "confirmed"; at: Date };
  /** The customer wrote again after it was closed. */
  reopenedAt?: Date;
};

type Known = { customerId: string; identityId: string; addressId: string };
type Place = { workspaceId: string; channelId: string };
type Rows = {
  customers: (typeof customers.$inferInsert)[];
  identities: (typeof identities.$inferInsert)[];
  phones: (typeof identities.$inferInsert)[];
  addresses: (typeof addresses.$inferInsert)[];
  conversations: (typeof conversations.$inferInsert)[];
  messages: (typeof messages.$inferInsert)[];
  deliveries: (typeof deliveries.$inferInsert)[];
  runs: (typeof agentRuns.$inferInsert)[];
  names: { rowId: string; weights: Map<string, number> }[];
};

/** So many conversations are held and written at once. */
const chunkSize = 250;

/**
 * Brings in conversations with their customers, messages, deliveries and agent runs, all or nothing, a chunk at a
 * time. A customer is known by the telegram id: one that is there already gets the conversations beside the earlier
 * ones. Of the conversations of one customer at most one may be open. Nothing is sent and nobody is answered.
 *
 * @param history begins it anew each time; it may be made while it is read and is never held whole
 * @returns how many were stored, and which of them the agent has answered and nobody has closed
 */
export async function importHistory(input: {
  ctx: Ctx;
  channelId: string;
  history: () => Iterable<PastConversation>;
}): Promise<{
  conversations: number;
  messages: number;
  answeredOpen: { id: string; lastInboundAt: Date }[];
}> {
  const { ctx, channelId, history } = input;
  requirePermission(ctx, "conversation.import");
  const place = { workspaceId: ctx.workspace.id, channelId };

  return inWorkspace(ctx, async (tx) => {
    const stored = {
      conversations: 0,
      messages: 0,
      answeredOpen: [] as { id: string; lastInboundAt: Date }[],
    };
    for (const part of chunks(history())) {
      const rows = await toRows(tx, ctx, place, part);
      await writeRows(tx, place, rows);
      stored.conversations += rows.conversations.length;
      stored.messages += rows.messages.length;
      for (const { id, status, answerCount, lastInboundAt } of rows.conversations) {
        if (status === "open" && answerCount && lastInboundAt)
          stored.answeredOpen.push({ id, lastInboundAt });
      }
    }
    await recordAudit(tx, ctx, {
      action: "conversation.import",
      entity: channelId,
      after: { conversations: stored.conversations, messages: stored.messages },
    });
    await emit(tx, ctx, "conversation/imported", { aggregateId: channelId });
    await tx.execute(sql`set constraints all immediate`);
    return stored;
  });
}

async function toRows(
  tx: Transaction,
  ctx: Ctx,
  place: Place,
  part: readonly PastConversation[],
): Promise<Rows> {
  const rows: Rows = {
    customers: [],
    identities: [],
    phones: [],
    addresses: [],
    conversations: [],
    messages: [],
    deliveries: [],
    runs: [],
    names: [],
  };
  const known = await findKnown(tx, place, part);
  for (const past of part) {
    const startedAt = past.messages[0]?.at ?? ctx.clock.now();
    const ids = addCustomer(rows, place, known, past.customer, startedAt);
    addConversation(rows, place, ids, past, startedAt);
  }
  return rows;
}

async function writeRows(tx: Transaction, { workspaceId }: Place, rows: Rows): Promise<void> {
  await insertRows(tx, customers, rows.customers);
  await insertRows(tx, identities, rows.identities);
  // A phone stands for one customer, whoever brought it first.
  await insertRows(tx, identities, rows.phones, { skipsKnown: true });
  await insertRows(tx, addresses, rows.addresses);
  await insertRows(tx, conversations, rows.conversations);
  await insertRows(tx, agentRuns, rows.runs);
  await insertRows(tx, messages, rows.messages);
  await insertRows(tx, deliveries, rows.deliveries);
  await insertTerms(tx, workspaceId, "customer", rows.names);
}

type MaybeKnown = Omit<Known, "addressId"> & { addressId: string | null };

/** The customers of these conversations that are there already, by their telegram ids. */
async function findKnown(
  tx: Transaction,
  { workspaceId, channelId }: Place,
  part: readonly PastConversation[],
): Promise<Map<string, MaybeKnown>> {
  const wanted = [...new Set(part.map(({ customer }) => customer.telegramId))];
  const found = await tx
    .select({
      telegramId: identities.value,
      customerId: identities.customerId,
      identityId: identities.id,
      addressId: addresses.id,
    })
    .from(identities)
    .leftJoin(
      addresses,
      and(
        eq(addresses.workspaceId, identities.workspaceId),
        eq(addresses.channelId, channelId),
        eq(addresses.chatId, identities.value),
      ),
    )
    .where(
      and(
        eq(identities.workspaceId, workspaceId),
        eq(identities.kind, "telegram"),
        sql`${identities.value} = any(string_to_array(${wanted.join(",")}, ','))`,
      ),
    );
  return new Map(found.map(({ telegramId, ...ids }) => [telegramId, ids]));
}

function addCustomer(
  rows: Rows,
  { workspaceId, channelId }: Place,
  known: Map<string, MaybeKnown>,
  customer: PastConversation["customer"],
  startedAt: Date,
): Known {
  const before = known.get(customer.telegramId);
  if (before?.addressId) return { ...before, addressId: before.addressId };
  const createdAt = customer.since ?? startedAt;
  const ids: Known = {
    customerId: before?.customerId ?? newId(),
    identityId: before?.identityId ?? newId(),
    addressId: newId(),
  };
  const { customerId, identityId, addressId } = ids;
  known.set(customer.telegramId, ids);
  rows.addresses.push({
    workspaceId,
    id: addressId,
    customerId,
    identityId,
    channelId,
    chatId: customer.telegramId,
    createdAt,
  });
  if (before) return ids;
  const identity = { workspaceId, customerId, verifiedAt: createdAt, createdAt };
  rows.customers.push({
    workspaceId,
    id: customerId,
    displayName: customer.displayName,
    languageHint: customer.language,
    createdAt,
  });
  rows.identities.push({
    ...identity,
    id: identityId,
    kind: "telegram",
    value: customer.telegramId,
    verifiedBy: "platform",
  });
  if (customer.phone) {
    rows.phones.push({
      ...identity,
      id: newId(),
      kind: "phone",
      value: customer.phone,
      verifiedBy: "contact_button",
    });
  }
  rows.names.push({
    rowId: customerId,
    weights: new Map(tokenise(foldText(customer.displayName)).map((word) => [word, 1])),
  });
  return ids;
}

function addConversation(rows: Rows, place: Place, ids: Known, past: PastConversation, startedAt: Date) {
  const conversationId = newId();
  const { customerId, addressId } = ids;
  const { language } = past.customer;
  const last = past.messages.at(-1);
  const answered = past.messages.find((message) => message.by !== "customer");
  const lastInbound = past.messages.findLast((message) => message.by === "customer");
  // After a handoff the customer waits until a member has written, whatever the agent said meanwhile.
  const lastAnswer = past.messages.findLast(
    (message) => message.by === "member" || (message.by === "agent" && past.status === "open"),
  );
  const isWaiting =
    past.status !== "closed" && lastInbound && (!lastAnswer || lastAnswer.at < lastInbound.at);
  const lastRun = past.messages.findLast((message) => message.run)?.run;

  rows.conversations.push({
    ...place,
    id: conversationId,
    customerId,
    addressId,
    status: past.status,
    language,
    assignedMemberId: past.handoff?.assignedMemberId ?? null,
    lastSeq: past.messages.length,
    agentSeq: past.messages.length,
    lastMessageAt: last?.at ?? startedAt,
    lastInboundAt: lastInbound?.at ?? null,
    waitingSince: isWaiting ? lastInbound.at : null,
    firstInboundAt: startedAt,
    firstResponseAt: answered?.at ?? null,
    lastBand: lastRun?.band ?? null,
    lastIntent: past.messages.findLast((message) => message.run?.intent)?.run?.intent ?? null,
    handedOffAt: past.messages.findLast((message) => message.run?.action === "handoff")?.at ?? null,
    handoffReason: past.handoff?.reason ?? null,
    handoffSummary: past.handoff?.summary ?? null,
    suggestedReply: past.status === "handed_off" ? (past.handoff?.suggestedReply ?? null) : null,
    answerCount: past.messages.filter((message) => message.run?.action === "answer").length,
    memberMessageCount: past.messages.filter((message) => message.by === "member").length,
    resolution: past.resolution?.kind ?? null,
    resolvedAt: past.resolution?.at ?? null,
    reopenedAt: past.reopenedAt ?? null,
    closedAt: past.status === "closed" ? latest(past.resolution?.at, last?.at ?? startedAt) : null,
    createdAt: startedAt,
  });
  past.messages.forEach((message, index) => {
    addMessage(rows, { ...place, conversationId, addressId, language }, message, index + 1);
  });
}

const latest = (one: Date | undefined, other: Date): Date => (one && one > other ? one : other);

type Thread = Place & { conversationId: string; addressId: string; language: string };

function addMessage(rows: Rows, thread: Thread, message: PastMessage, seq: number) {
  const { workspaceId, conversationId, addressId, channelId, language } = thread;
  const [messageId, runId] = [newId(), newId()];
  const { at, by, run } = message;
  if (run)
    rows.runs.push({
      workspaceId,
      id: runId,
      conversationId,
      fromSeq: seq - 1,
      toSeq: seq - 1,
      language,
      ...run,
      createdAt: at,
    });
  rows.messages.push({
    workspaceId,
    id: messageId,
    conversationId,
    addressId,
    seq,
    direction: by === "customer" ? "in" : "out",
    author: by,
    memberId: message.memberId ?? null,
    agentRunId: run ? runId : null,
    kind: "text",
    text: message.text,
    sentAt: at,
    createdAt: at,
  });
  if (by === "customer") return;
  rows.deliveries.push({
    workspaceId,
    id: newId(),
    messageId,
    addressId,
    channelId,
    purpose: "reply",
    state: "sent",
    attempts: 1,
    createdAt: at,
    updatedAt: at,
    sentAt: at,
  });
}

function* chunks<T>(rows: Iterable<T>): Generator<T[]> {
  let part: T[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < chunkSize) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
