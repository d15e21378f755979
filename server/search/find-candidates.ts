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
  | { kind: "conversations"; statuses: readonly string[] };

/** An unfinished word stands for so many words at the most; one that begins more is looked for by reading on. */
const maxExpansions = 400;
/** How frequent words are is reckoned from so many of their newest places, of each word of an unfinished one from fewer. */
const sampled = { all: 1_600, each: 200 };
/** As if a word that has more places had stood for so long as often as of late. */
const reckonedMs = 3 * 365 * 86_400_000;

/**
 * The index that leads to the wanted with the fewest steps: the rarest of the words. Every message must carry all of
 * them, so one word that stands nowhere ends the search.
 */
export async function chooseByWords(
  tx: Transaction,
  input: { workspaceId: string; needles: readonly Needle[]; range: Range; now: Date },
): Promise<Driver> {
  let best: { terms: string[]; count: number } | null = null;
  for (const { terms, isExact } of input.needles) {
    for (const [index, term] of terms.entries()) {
      const isWhole = isExact || index < terms.length - 1;
      const found = isWhole ? [term] : await expand(tx, input.workspaceId, term);
      if (found === null) continue;
      const count = await reckon(tx, { ...input, terms: found });
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

/**
 * About how many places the words have in the range: counted where they are few, else reckoned from how far back the newest
 * of them reach. So a word of a thousand messages is told from one of a million without counting either.
 */
async function reckon(
  tx: Transaction,
  input: { workspaceId: string; terms: readonly string[]; range: Range; now: Date },
): Promise<number> {
  const { terms, range } = input;
  if (terms.length === 0) return 0;
  const newest = range.after ? new Date(range.after.at) : (range.to ?? input.now);
  const each = Math.min(sampled.each, Math.ceil(sampled.all / terms.length));
  const [row] = await tx.execute<{ n: number }>(sql`
    select coalesce(sum(case when told.n < ${each}::int then told.n
        else told.n * ${reckonedMs}::float8 / greatest(${newest.getTime()}::float8 - extract(epoch from told.oldest) * 1000, 1)
      end), 0)::float8 as n
    from unnest(${asArray(terms)}) wanted(term)
    cross join lateral (select count(*) as n, min(few.at) as oldest from (
      select t.at from message_terms t
      where t.workspace_id = ${input.workspaceId}::uuid and t.term = wanted.term and ${within(range, sql`t.at`, sql`t.message_id`)}
      order by t.at desc, t.message_id desc limit ${each}) few) told`);
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
          select listed.* from unnest(${asArray(driver.statuses)}) wanted(status)
          cross join lateral (
            select s.last_message_at as at, s.id as place_id, s.last_seq from conversations s
            where s.${w} and s.status = wanted.status and ${withinSlots(range)} and ${within(range, sql`s.last_message_at`, sql`s.id`)}
            order by s.active_slot desc nulls last, s.last_message_at desc, s.id desc limit ${limit}) listed
          ${newestFirst}) one
        left join lateral (
          select s.id from messages s where s.${w} and s.conversation_id = one.place_id and s.seq = one.last_seq limit 1) said on true
        ${newestFirst}`;
  }
}

/** The range as the index of the list holds it, in slots of ten minutes: what lies outside is not walked over. */
function withinSlots({ from, to, after }: Range): SQL {
  const parts = [sql`true`];
  if (from) parts.push(sql`s.active_slot > ${from.toISOString()}::timestamptz - interval '10 minutes'`);
  for (const end of [to, after && new Date(after.at)])
    if (end) parts.push(sql`s.active_slot <= ${end.toISOString()}::timestamptz`);
  return sql.join(parts, sql` and `);
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
