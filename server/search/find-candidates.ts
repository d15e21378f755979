import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/server/kernel";
import type { Needle } from "./rules";

/** A place in the results: newest first, the id breaks ties. */
export type Place = { at: string; id: string };

/** What messages, or conversations by their last one, are looked at: down one index each, newest first. */
export type Driver =
  | { kind: "nothing" }
  | { kind: "words"; terms: readonly string[] }
  | { kind: "time" }
  | { kind: "customers"; conversationIds: readonly string[] }
  | { kind: "conversations" };

/** An unfinished word stands for so many words at the most; one that begins more is looked for by reading on. */
const maxExpansions = 48;
/** Counting how often a word stands somewhere ends here: that is enough to tell rare from frequent. */
const countedTo = 200;

/**
 * The index that leads to the wanted with the fewest steps: the rarest of the words. Every message must carry all of
 * them, so one word that stands nowhere ends the search.
 */
export async function chooseByWords(
  tx: Transaction,
  workspaceId: string,
  needles: readonly Needle[],
): Promise<Driver> {
  let best: { terms: string[]; count: number } | null = null;
  for (const { terms, isExact } of needles) {
    for (const [index, term] of terms.entries()) {
      const isWhole = isExact || index < terms.length - 1;
      const found = isWhole ? [term] : await expand(tx, workspaceId, term);
      if (found === null) continue;
      const count = await countRoughly(tx, workspaceId, found);
      if (count === 0) return { kind: "nothing" };
      if (!best || count < best.count) best = { terms: found, count };
    }
  }
  return best ? { kind: "words", terms: best.terms } : { kind: "time" };
}

/** The words that begin so, stepping from one to the next; null when they are too many. */
async function expand(tx: Transaction, workspaceId: string, prefix: string): Promise<string[] | null> {
  const w = sql`workspace_id = ${workspaceId}::uuid`;
  const end = `${prefix}\u{10FFFF}`;
  const rows = await tx.execute<{ term: string }>(sql`
    with recursive words as (
      (select term from message_terms where ${w} and term >= ${prefix} and term < ${end} order by term limit 1)
      union all
      select (select t.term from message_terms t where t.${w} and t.term > w.term and t.term < ${end} order by t.term limit 1)
      from words w where w.term is not null)
    select term from words where term is not null limit ${maxExpansions + 1}`);
  return rows.length > maxExpansions ? null : rows.map(({ term }) => term);
}

async function countRoughly(tx: Transaction, workspaceId: string, terms: readonly string[]): Promise<number> {
  if (terms.length === 0) return 0;
  const [row] = await tx.execute<{ n: number }>(sql`
    select coalesce(sum(counted.n), 0)::int as n from unnest(${asArray(terms)}) wanted(term)
    cross join lateral (select count(*) as n from (
      select 1 from message_terms t where t.workspace_id = ${workspaceId}::uuid and t.term = wanted.term
      limit ${countedTo}) first_few) counted`);
  return row?.n ?? 0;
}

/** Words and ids hold no space. */
const asArray = (values: readonly string[]): SQL => sql`string_to_array(${values.join(" ")}, ' ')`;

export type Range = { from: Date | null; to: Date | null; after: Place | null };

/** Between the dates, and behind the place where the last page ended. */
function within(range: Range, at: SQL, id: SQL): SQL {
  const moment = (date: Date | string) => sql`${new Date(date).toISOString()}::timestamptz`;
  const parts = [sql`true`];
  if (range.from) parts.push(sql`${at} >= ${moment(range.from)}`);
  if (range.to) parts.push(sql`${at} < ${moment(range.to)}`);
  if (range.after) {
    parts.push(sql`${at} <= ${moment(range.after.at)}`);
    parts.push(sql`(${at}, ${id}) < (${moment(range.after.at)}, ${range.after.id}::uuid)`);
  }
  return sql.join(parts, sql` and `);
}

/**
 * `at`, `place_id` and `message_id` of the next `limit` that the driver leads to.
 */
export function lookDown(
  driver: Exclude<Driver, { kind: "nothing" }>,
  input: { workspaceId: string; range: Range; limit: number },
): SQL {
  const { workspaceId, range, limit } = input;
  const w = sql`workspace_id = ${workspaceId}::uuid`;
  const newestFirst = sql`order by at desc, place_id desc limit ${limit}`;
  switch (driver.kind) {
    case "words":
      return sql`
        select distinct one.at, one.place_id, one.place_id as message_id from unnest(${asArray(driver.terms)}) wanted(term)
        cross join lateral (
          select t.at, t.message_id as place_id from message_terms t
          where t.${w} and t.term = wanted.term and ${within(range, sql`t.at`, sql`t.message_id`)}
          order by t.at desc, t.message_id desc limit ${limit}) one
        ${newestFirst}`;
    case "time":
      return sql`
        select s.created_at as at, s.id as place_id, s.id as message_id from messages s
        where s.${w} and ${within(range, sql`s.created_at`, sql`s.id`)}
        order by s.created_at desc, s.id desc limit ${limit}`;
    case "customers":
      return sql`
        select one.at, one.place_id, one.place_id as message_id from unnest(${asArray(driver.conversationIds)}::uuid[]) wanted(id)
        cross join lateral (
          select s.created_at as at, s.id as place_id from messages s
          where s.${w} and s.conversation_id = wanted.id and ${within(range, sql`s.created_at`, sql`s.id`)}
          order by s.created_at desc, s.id desc limit ${limit}) one
        ${newestFirst}`;
    case "conversations":
      return sql`
        select one.at, one.place_id, said.id as message_id from (
          select listed.* from unnest(array['open', 'handed_off', 'closed']) wanted(status)
          cross join lateral (
            select s.last_message_at as at, s.id as place_id, s.last_seq from conversations s
            where s.${w} and s.status = wanted.status and ${within(range, sql`s.last_message_at`, sql`s.id`)}
              ${range.after ? sql`and s.active_slot <= ${new Date(range.after.at).toISOString()}::timestamptz` : sql``}
            order by s.active_slot desc nulls last, s.last_message_at desc, s.id desc limit ${limit}) listed
          ${newestFirst}) one
        cross join lateral (
          select s.id from messages s where s.${w} and s.conversation_id = one.place_id and s.seq = one.last_seq limit 1) said
        ${newestFirst}`;
  }
}

/** So many conversations of the customers that a search names are looked through. */
const maxConversations = 300;

/** The newest conversations of these customers. */
export async function listConversationsOf(
  tx: Transaction,
  workspaceId: string,
  customerIds: readonly string[],
): Promise<string[]> {
  if (customerIds.length === 0) return [];
  const rows = await tx.execute<{ id: string }>(sql`
    select one.id from unnest(${asArray(customerIds)}::uuid[]) wanted(id)
    cross join lateral (
      select c.id, c.created_at from conversations c
      where c.workspace_id = ${workspaceId}::uuid and c.customer_id = wanted.id limit ${maxConversations}) one
    order by one.created_at desc limit ${maxConversations}`);
  return rows.map(({ id }) => id);
}
