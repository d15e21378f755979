import { sql } from "drizzle-orm";
import { markConversationDirty } from "@/server/insight";
import type { Transaction } from "@/server/kernel";
import {
  type Found,
  type Look,
  lookBriefly,
  lookInBatches,
  type Outcome,
  recentSince,
  samplePoint,
} from "./looking";

const recentMessages = 2_000;
const sampled = 100;
/** So much of a conversation's end is counted; its counters only where that is all of it. */
const tail = 500;

type Row = {
  id: string;
  version: string;
  last_seq: string;
  agent_seq: string;
  n: string;
  top: string;
  answer_count: number;
  member_message_count: number;
  answers: number | null;
  by_member: number | null;
};

/**
 * Conversations against their messages: those in which something was said lately, a sample of older ones, and those with open
 * findings. Row and messages are read by one statement, so what is being written is seen whole or not at all.
 */
export async function checkConversations(look: Look): Promise<Outcome> {
  const ids = await lookBriefly(look.ctx, (tx) => pick(tx, look));
  if (!ids) return { checked: 0, found: [], right: [], skipped: 1 };
  return lookInBatches(look, ids, (tx, batch) => compare(tx, look, batch), conversationOf);
}

const conversationOf = ({ subject }: { subject: string }): string => subject.slice(0, 36);

async function pick(tx: Transaction, look: Look): Promise<string[]> {
  const w = sql`${look.ctx.workspace.id}::uuid`;
  const rows = await tx.execute<{ id: string }>(sql`
    select id from (
      select distinct conversation_id as id from (
        select m.conversation_id from messages m where m.workspace_id = ${w}
          and m.created_at >= ${recentSince(look).toISOString()}::timestamptz
        order by m.created_at desc limit ${recentMessages}) said) recent
    union
    select id from (
      select c.id from conversations c where c.workspace_id = ${w}
        and c.created_at >= ${samplePoint(look).toISOString()}::timestamptz
      order by c.created_at limit ${sampled}) older`);
  return rows.map(({ id }) => id);
}

async function compare(tx: Transaction, look: Look, ids: readonly string[]): Promise<Found[]> {
  const w = sql`${look.ctx.workspace.id}::uuid`;
  const wanted = sql`unnest(string_to_array(${ids.join(",")}, ',')::uuid[]) wanted(id)`;
  const rows = await tx.execute<Row>(sql`
    select c.id, c.version, c.last_seq, c.agent_seq, c.answer_count, c.member_message_count, t.n, t.top, r.answers, b.by_member
    from ${wanted}
    cross join lateral (select * from conversations c where c.workspace_id = ${w} and c.id = wanted.id limit 1) c
    cross join lateral (
      select count(*) as n, coalesce(max(m.seq), 0) as top from messages m
      where m.workspace_id = ${w} and m.conversation_id = c.id and m.seq > c.last_seq - ${tail}) t
    left join lateral (
      select count(*)::int as answers from agent_runs r
      where r.workspace_id = ${w} and r.conversation_id = c.id and r.action = 'answer') r on c.last_seq <= ${tail}
    left join lateral (
      select count(*)::int as by_member from messages m
      where m.workspace_id = ${w} and m.conversation_id = c.id and m.author = 'member') b on c.last_seq <= ${tail}`);
  const found: Found[] = [];
  for (const row of rows) found.push(...(await judge(tx, look, row)));
  const blocked = await tx.execute<{ id: string; is_blocked: boolean }>(sql`
    select a.id, a.is_blocked from ${wanted}
    cross join lateral (select * from conversations c where c.workspace_id = ${w} and c.id = wanted.id limit 1) c
    join addresses a on a.workspace_id = c.workspace_id and a.id = c.address_id
    join customers k on k.workspace_id = a.workspace_id and k.id = a.customer_id
    where a.is_blocked <> (k.blocked_at is not null)`);
  for (const { id, is_blocked: stored } of blocked)
    found.push({ kind: "address-blocked", subject: id, details: { stored, counted: !stored } });
  return found;
}

async function judge(tx: Transaction, look: Look, row: Row): Promise<Found[]> {
  const found: Found[] = [];
  const { id } = row;
  const [stored, top, n] = [Number(row.last_seq), Number(row.top), Number(row.n)];
  const expected = top - Math.max(0, stored - tail);
  if (top > 0 && n !== expected)
    found.push({
      kind: "message-gap",
      subject: id,
      details: { highest: top, stored, missing: expected - n },
    });
  const differ = async (counter: Counter, has: number, counted: number, isExact: boolean) => {
    const isMended = isExact && (await mend(tx, look, row, counter, counted));
    const details = { counter, stored: has, counted };
    found.push({ kind: "conversation-counter", subject: `${id} ${counter}`, details, isMended });
  };
  // One that is too high stands for a message that is gone; making it lower would give its number away again.
  if (stored !== top) await differ("last_seq", stored, top, top > stored && n === expected);
  if (Number(row.agent_seq) > Math.max(stored, top))
    await differ("agent_seq", Number(row.agent_seq), stored, false);
  if (row.answers !== null && row.answers !== row.answer_count)
    await differ("answer_count", row.answer_count, row.answers, true);
  const { by_member: said, member_message_count: has } = row;
  // Files that are sent together are one reply and several messages, so only the bounds are known.
  if (said !== null && ((has === 0) !== (said === 0) || has > said))
    await differ("member_message_count", has, said, said <= 1);
  return found;
}

type Counter = "last_seq" | "agent_seq" | "answer_count" | "member_message_count";

/** Only where nothing was said since it was counted, and nobody holds the row. */
async function mend(
  tx: Transaction,
  look: Look,
  row: Row,
  counter: Counter,
  counted: number,
): Promise<boolean> {
  const w = sql`${look.ctx.workspace.id}::uuid`;
  const done = await tx.execute(sql`
    update conversations c set ${sql.identifier(counter)} = ${counted}, version = c.version + 1
    from (
      select f.id from conversations f where f.workspace_id = ${w} and f.id = ${row.id}::uuid
        and f.version = ${row.version}::bigint
      for update skip locked) free
    where c.workspace_id = ${w} and c.id = free.id`);
  if (done.count === 0) return false;
  row.version = String(Number(row.version) + 1);
  // Whether it counts as resolved stands on them.
  await markConversationDirty(tx, look.ctx, row.id);
  return true;
}
