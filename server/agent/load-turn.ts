import { sql } from "drizzle-orm";
import type { AgentSource, MessagePayload, messageKinds, ReplyPlan } from "@/db/schema";
import type { Transaction } from "@/server/kernel";

export type TurnMessage = {
  seq: number;
  kind: (typeof messageKinds)[number];
  text: string;
  payload: MessagePayload | null;
};

export type LastRun = {
  id: string;
  /** The last message it dealt with. */
  toSeq: number;
  intent: string | null;
  action: "answer" | "clarify" | "handoff" | "act";
  reason: string;
  sources: AgentSource[];
  createdAt: Date;
};

/** A conversation with what the agent has not dealt with, as read at one moment. */
export type Turn = {
  conversationId: string;
  status: "open" | "handed_off" | "closed";
  language: string | null;
  agentSeq: number;
  lastSeq: number;
  clarifyCount: number;
  resolution: "assumed" | "confirmed" | null;
  answerCount: number;
  memberMessageCount: number;
  waitingSince: Date | null;
  customerId: string;
  addressId: string;
  channelId: string;
  /** How its bot answers, as it stands now. */
  replyPlan: ReplyPlan;
  customer: { displayName: string; languageHint: string | null; isOptedOut: boolean };
  /** E.164, proved to be this customer's. */
  verifiedPhones: string[];
  /** Shop orders proved to be this customer's. */
  provedOrderIds: string[];
  lastRun: LastRun | null;
  /** The newest runs of this conversation, the newest first; `lastRun` is the first of them. */
  recentRuns: LastRun[];
  /** Runs for this customer in the last minute, on any bot of the workspace. */
  pace: { runs: number; oldestAt: Date | null; wasTold: boolean };
  /** What the customer said since, the oldest first; the newest `maxUnread` of it. */
  unread: TurnMessage[];
  /** Earlier texts of the customer in this conversation, the newest first. */
  earlierTexts: string[];
  /** The same with their places. */
  earlier: { seq: number; text: string }[];
};

/** Of a flood, the newest messages are read; all are stored and shown. */
const maxUnread = 12;
const maxEarlier = 10;
const maxRuns = 8;
export const paceWindowMs = 60_000;
/** `reason` of the run that tells a customer to wait. */
export const paceReason = "rate_limited";

type Row = {
  status: Turn["status"];
  language: string | null;
  agent_seq: string;
  last_seq: string;
  clarify_count: number;
  resolution: Turn["resolution"];
  answer_count: number;
  member_message_count: number;
  waiting_since: Date | string | null;
  customer_id: string;
  address_id: string;
  channel_id: string;
  reply_plan: ReplyPlan;
  display_name: string;
  language_hint: string | null;
  is_opted_out: boolean;
  phones: string[];
  proved: string[];
  recent_runs: (Omit<LastRun, "createdAt" | "toSeq"> & { created_at: string; to_seq: number })[];
  pace: { runs: number; oldest_at: string | null; was_told: boolean | null };
  unread: TurnMessage[];
  earlier: { seq: number; text: string }[];
};

/** Everything that a decision needs of a conversation, in one statement; null when there is no such conversation. */
export async function loadTurn(
  tx: Transaction,
  input: { workspaceId: string; conversationId: string; now: Date },
): Promise<Turn | null> {
  const { workspaceId: w, conversationId, now } = input;
  const paceFrom = new Date(now.getTime() - paceWindowMs).toISOString();
  const [row] = await tx.execute<Row>(sql`
    select c.status, c.language, c.agent_seq, c.last_seq, c.clarify_count, c.resolution, c.answer_count,
      c.member_message_count, c.waiting_since, c.customer_id, c.address_id, c.channel_id,
      (select b.reply_plan from channels b where b.workspace_id = c.workspace_id and b.id = c.channel_id) as reply_plan,
      u.display_name, u.language_hint, u.opted_out_at is not null as is_opted_out,
      (select coalesce(jsonb_agg(i.value), '[]') from identities i
        where i.workspace_id = ${w}::uuid and i.customer_id = c.customer_id and i.kind = 'phone'
          and i.verified_at is not null) as phones,
      (select coalesce(jsonb_agg(p.shop_order_id), '[]') from order_proofs p
        where p.workspace_id = ${w}::uuid and p.customer_id = c.customer_id) as proved,
      (select coalesce(jsonb_agg(to_jsonb(r) order by r.to_seq desc, r.created_at desc, r.id desc), '[]') from (
        select id, intent, action, reason, sources, created_at, to_seq from agent_runs
        where workspace_id = ${w}::uuid and conversation_id = c.id
        order by to_seq desc, created_at desc, id desc limit ${maxRuns}) r) as recent_runs,
      (select jsonb_build_object('runs', count(*) filter (where r.reason <> ${paceReason}), 'oldest_at', min(r.created_at),
          'was_told', bool_or(r.reason = ${paceReason}))
        from conversations o join agent_runs r on r.workspace_id = ${w}::uuid and r.conversation_id = o.id
        where o.workspace_id = ${w}::uuid and o.customer_id = c.customer_id and r.created_at > ${paceFrom}::timestamptz
          and r.created_at <= ${now.toISOString()}::timestamptz) as pace,
      (select coalesce(jsonb_agg(to_jsonb(m) order by m.seq), '[]') from (
        select seq, kind, text, payload from messages
        where workspace_id = ${w}::uuid and conversation_id = c.id and seq > c.agent_seq and direction = 'in'
        order by seq desc limit ${maxUnread}) m) as unread,
      (select coalesce(jsonb_agg(to_jsonb(m) order by m.seq desc), '[]') from (
        select seq, text from messages
        where workspace_id = ${w}::uuid and conversation_id = c.id and seq <= c.agent_seq and direction = 'in'
          and kind = 'text' order by seq desc limit ${maxEarlier}) m) as earlier
    from conversations c join customers u on u.workspace_id = c.workspace_id and u.id = c.customer_id
    where c.workspace_id = ${w}::uuid and c.id = ${conversationId}::uuid`);
  if (!row) return null;
  const { pace } = row;
  const recentRuns = row.recent_runs.map(
    ({ created_at: createdAt, to_seq: toSeq, ...run }): LastRun => ({
      id: run.id,
      toSeq,
      intent: run.intent,
      action: run.action,
      reason: run.reason,
      sources: run.sources,
      createdAt: new Date(createdAt),
    }),
  );
  return {
    conversationId,
    status: row.status,
    language: row.language,
    agentSeq: Number(row.agent_seq),
    lastSeq: Number(row.last_seq),
    clarifyCount: row.clarify_count,
    resolution: row.resolution,
    answerCount: row.answer_count,
    memberMessageCount: row.member_message_count,
    waitingSince: toDate(row.waiting_since),
    customerId: row.customer_id,
    addressId: row.address_id,
    channelId: row.channel_id,
    replyPlan: row.reply_plan,
    customer: {
      displayName: row.display_name,
      languageHint: row.language_hint,
      isOptedOut: row.is_opted_out,
    },
    verifiedPhones: row.phones,
    provedOrderIds: row.proved,
    lastRun: recentRuns[0] ?? null,
    recentRuns,
    pace: { runs: pace.runs, oldestAt: toDate(pace.oldest_at), wasTold: pace.was_told === true },
    unread: row.unread,
    earlierTexts: row.earlier.map(({ text }) => text),
    earlier: row.earlier,
  };
}

const toDate = (value: Date | string | null): Date | null => (value === null ? null : new Date(value));
