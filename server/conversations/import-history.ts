import { sql } from "drizzle-orm";
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
} from "@/server/kernel";

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
  customer: { telegramId: string; displayName: string; language: string; phone?: string };
  status: "open" | "handed_off" | "closed";
  messages: readonly PastMessage[];
  handoff?: { reason: string; summary: string; suggestedReply: string; assignedMemberId?: string };
  resolution?: { kind: "assumed" | "confirmed"; at: Date };
};

type Rows = {
  customers: (typeof customers.$inferInsert)[];
  identities: (typeof identities.$inferInsert)[];
  addresses: (typeof addresses.$inferInsert)[];
  conversations: (typeof conversations.$inferInsert)[];
  messages: (typeof messages.$inferInsert)[];
  deliveries: (typeof deliveries.$inferInsert)[];
  runs: (typeof agentRuns.$inferInsert)[];
};

/** Below the driver's 65,534 parameters a statement. */
const chunkRows = 1_000;

/**
 * Brings in conversations with their customers, messages, deliveries and agent runs, all or nothing. Each telegram id
 * must be new to the workspace. Nothing is sent and nobody is answered.
 *
 * @returns how many conversations and messages were stored
 */
export async function importHistory(input: {
  ctx: Ctx;
  channelId: string;
  history: readonly PastConversation[];
}): Promise<{ conversations: number; messages: number }> {
  const { ctx, channelId, history } = input;
  requirePermission(ctx, "conversation.import");
  const rows: Rows = {
    customers: [],
    identities: [],
    addresses: [],
    conversations: [],
    messages: [],
    deliveries: [],
    runs: [],
  };
  const names = history.map((past) => addConversation(rows, ctx, channelId, past));

  await inWorkspace(ctx, async (tx) => {
    // Identities point to customers and are checked at the end, so the order is free but for these.
    for (const part of chunks(rows.customers)) await tx.insert(customers).values(part);
    for (const part of chunks(rows.identities)) await tx.insert(identities).values(part);
    for (const part of chunks(rows.addresses)) await tx.insert(addresses).values(part);
    for (const part of chunks(rows.conversations)) await tx.insert(conversations).values(part);
    for (const part of chunks(rows.runs)) await tx.insert(agentRuns).values(part);
    for (const part of chunks(rows.messages)) await tx.insert(messages).values(part);
    for (const part of chunks(rows.deliveries)) await tx.insert(deliveries).values(part);
    await insertTerms(tx, ctx.workspace.id, "customer", names);
    await recordAudit(tx, ctx, {
      action: "conversation.import",
      entity: channelId,
      after: { conversations: history.length },
    });
    await emit(tx, ctx, "conversation/imported", { aggregateId: channelId });
    await tx.execute(sql`set constraints all immediate`);
  });
  return { conversations: rows.conversations.length, messages: rows.messages.length };
}

function addConversation(rows: Rows, ctx: Ctx, channelId: string, past: PastConversation) {
  const workspaceId = ctx.workspace.id;
  const [customerId, identityId, addressId, conversationId] = [newId(), newId(), newId(), newId()];
  const { customer } = past;
  const startedAt = past.messages[0]?.at ?? ctx.clock.now();
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

  rows.customers.push({
    workspaceId,
    id: customerId,
    displayName: customer.displayName,
    languageHint: customer.language,
    createdAt: startedAt,
  });
  rows.identities.push({
    workspaceId,
    id: identityId,
    customerId,
    kind: "telegram",
    value: customer.telegramId,
    verifiedAt: startedAt,
    verifiedBy: "platform",
    createdAt: startedAt,
  });
  if (customer.phone) {
    rows.identities.push({
      workspaceId,
      id: newId(),
      customerId,
      kind: "phone",
      value: customer.phone,
      verifiedAt: startedAt,
      verifiedBy: "contact_button",
      createdAt: startedAt,
    });
  }
  rows.addresses.push({
    workspaceId,
    id: addressId,
    customerId,
    identityId,
    channelId,
    chatId: customer.telegramId,
    createdAt: startedAt,
  });
  rows.conversations.push({
    workspaceId,
    id: conversationId,
    channelId,
    customerId,
    addressId,
    status: past.status,
    language: customer.language,
    assignedMemberId: past.handoff?.assignedMemberId ?? null,
    lastSeq: past.messages.length,
    agentSeq: past.messages.length,
    lastMessageAt: last?.at ?? startedAt,
    lastInboundAt: lastInbound?.at ?? null,
    waitingSince: isWaiting ? lastInbound.at : null,
    firstInboundAt: startedAt,
    firstResponseAt: answered?.at ?? null,
    lastBand: lastRun?.band ?? null,
    handedOffAt: past.messages.findLast((message) => message.run?.action === "handoff")?.at ?? null,
    handoffReason: past.handoff?.reason ?? null,
    handoffSummary: past.handoff?.summary ?? null,
    suggestedReply: past.status === "handed_off" ? (past.handoff?.suggestedReply ?? null) : null,
    answerCount: past.messages.filter((message) => message.run?.action === "answer").length,
    memberMessageCount: past.messages.filter((message) => message.by === "member").length,
    resolution: past.resolution?.kind ?? null,
    resolvedAt: past.resolution?.at ?? null,
    closedAt: past.status === "closed" ? (past.resolution?.at ?? last?.at ?? startedAt) : null,
    createdAt: startedAt,
  });
  past.messages.forEach((message, index) => {
    addMessage(
      rows,
      { workspaceId, conversationId, addressId, channelId },
      message,
      index + 1,
      customer.language,
    );
  });
  return {
    rowId: customerId,
    weights: new Map(tokenise(foldText(customer.displayName)).map((word) => [word, 1])),
  };
}

type Place = { workspaceId: string; conversationId: string; addressId: string; channelId: string };

function addMessage(rows: Rows, place: Place, message: PastMessage, seq: number, language: string) {
  const { workspaceId, conversationId, addressId, channelId } = place;
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

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += chunkRows) yield rows.slice(start, start + chunkRows);
}
