import { sql } from "drizzle-orm";
import { CursorInvalid } from "@/server/conversations";
import { findCustomers } from "@/server/customers";
import {
  type Ctx,
  fromPublicId,
  inWorkspace,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import {
  chooseByWords,
  type Driver,
  listConversationsOf,
  lookDown,
  type Place,
  type Range,
} from "./find-candidates";
import { type Resolved, resolveFilters } from "./resolve-filters";
import { isFound, readSearch, readTokens, type SearchQuery, toExcerpt } from "./rules";
import { type FoundMessages, type SearchGroup, SearchMessagesInput } from "./schemas";

/** Messages of a page. */
const pageSize = 30;
/** So many are looked at with one statement; fewer down many words, each of which is read so far. */
const lookedAtOnce = { usual: 600, downMany: 150 };
/** So many words are many. */
const manyWords = 48;
/** So long is looked for one page once the first have come: then the cursor goes on from there. */
const patienceMs = 200;
const maxCustomers = 5;
/** Longer words are nobody's name. */
const maxCustomerQuery = 120;

/**
 * What was said, newest first, by words, phrases and operators (`operators` in rules.ts). Words are looked for as they
 * are folded: `iade` finds İADE and iademi, `"iade"` that word alone. What of the search cannot be understood is named,
 * the rest is looked for. A search without a word finds conversations, by the last thing said in each.
 *
 * @throws CursorInvalid the cursor was not made here
 */
export async function searchMessages({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SearchMessagesInput;
}): Promise<FoundMessages> {
  requirePermission(ctx, "message.search");
  const { q, cursor } = SearchMessagesInput.parse(input);
  const query = readSearch(q);
  const after = cursor ? readCursor(cursor) : null;

  return inWorkspace(ctx, async (tx) => {
    const resolved = await resolveFilters(tx, ctx, query);
    const problems = [...query.problems, ...resolved.problems];
    const notUnderstood = resolved.problems.filter(({ code }) => code !== "tooMany").length;
    const isAsked =
      query.needles.length > 0 || query.without.length > 0 || query.filters.length > notUnderstood;
    const driver: Driver = isAsked
      ? await chooseDriver(tx, ctx, { query, resolved, after })
      : { kind: "nothing" };
    const { hits, next } = await readPage(tx, ctx, { query, resolved, driver, after });
    return {
      groups: await toGroups(tx, ctx, query, hits),
      customers: cursor ? [] : await findByWords(tx, ctx, query),
      problems: problems.map(({ known, ...problem }) => ({ ...problem, known: [...known] })),
      nextCursor: next && `${next.at}~${toPublicId("message", next.id)}`,
      lookedBackTo: next?.at ?? null,
      isCatchingUp: await isCatchingUp(tx, ctx),
    };
  });
}

async function chooseDriver(
  tx: Transaction,
  ctx: Ctx,
  input: { query: SearchQuery; resolved: Resolved; after: Place | null },
): Promise<Driver> {
  const { needles, without } = input.query;
  const { customerIds, isAboutMessages, statuses, from, to } = input.resolved;
  const workspaceId = ctx.workspace.id;
  if (customerIds) {
    const conversationIds = await listConversationsOf(tx, workspaceId, customerIds);
    return conversationIds.length > 0 ? { kind: "customers", conversationIds } : { kind: "nothing" };
  }
  if (needles.length > 0) {
    const range = { from, to, after: input.after };
    return chooseByWords(tx, { workspaceId, needles, range, now: ctx.clock.now() });
  }
  return isAboutMessages || without.length > 0 ? { kind: "time" } : { kind: "conversations", statuses };
}

type Hit = {
  at: string;
  place_id: string;
  message_id: string;
  conversation_id: string | null;
  seq: string;
  author: "customer" | "agent" | "member" | "system";
  member_name: string | null;
  kind: string;
  text: string;
  file_name: string | null;
};

async function readPage(
  tx: Transaction,
  ctx: Ctx,
  input: { query: SearchQuery; resolved: Resolved; driver: Driver; after: Place | null },
): Promise<{ hits: Hit[]; next: Place | null }> {
  const { query, resolved, driver } = input;
  const hits: Hit[] = [];
  if (driver.kind === "nothing") return { hits, next: null };
  let { after } = input;
  // By the wall: what is bounded is how long the process and its neighbours wait.
  let until: number | null = null;
  const isDownMany = driver.kind === "words" && driver.terms.length > manyWords;
  const limit = isDownMany ? lookedAtOnce.downMany : lookedAtOnce.usual;
  for (;;) {
    const rows = await look(tx, ctx, { driver, resolved, after, limit });
    until ??= performance.now() + patienceMs;
    for (const row of rows) {
      after = { at: new Date(row.at).toISOString(), id: row.place_id };
      if (row.conversation_id !== null && says(query, row)) hits.push(row);
      if (hits.length === pageSize || performance.now() > until) return { hits, next: after };
    }
    if (rows.length < limit) return { hits, next: null };
  }
}

/** The index has led here by one word; the message itself says whether all of it is so. */
function says(query: SearchQuery, { text, file_name }: Hit): boolean {
  if (query.needles.length === 0 && query.without.length === 0) return true;
  return isFound(query, readTokens(`${text} ${file_name ?? ""}`));
}

/** The next messages down the driver's index; without a conversation where a filter does not let them through. */
function look(
  tx: Transaction,
  ctx: Ctx,
  input: {
    driver: Exclude<Driver, { kind: "nothing" }>;
    resolved: Resolved;
    after: Place | null;
    limit: number;
  },
) {
  const { driver, after, limit } = input;
  const { conditions, from, to } = input.resolved;
  const w = sql`workspace_id = ${ctx.workspace.id}::uuid`;
  const range: Range = { from, to, after };
  // A conversation is one, whatever became of its last message.
  const isKept = driver.kind === "conversations" ? sql`true` : sql`m.deleted_at is null`;
  const looked = lookDown(driver, { workspaceId: ctx.workspace.id, range, limit });
  return tx.execute<Hit>(sql`
    with looked as materialized (${looked})
    select l.at, l.place_id, l.message_id, found.*
    from looked l left join lateral (
      select m.conversation_id, m.seq, m.author, m.kind, m.text, m.payload -> 'media' ->> 'name' as file_name,
        (select b.display_name from members b where b.${w} and b.id = m.member_id) as member_name
      from messages m
      cross join lateral (select * from conversations c where c.${w} and c.id = m.conversation_id limit 1) c
      where m.${w} and m.id = l.message_id and ${isKept} and ${sql.join([sql`true`, ...conditions], sql` and `)}
      -- A probe of one row each, whatever the planner thinks of the filters.
      limit 1) found on true
    order by l.at desc, l.place_id desc`);
}

async function toGroups(
  tx: Transaction,
  ctx: Ctx,
  query: SearchQuery,
  hits: readonly Hit[],
): Promise<SearchGroup[]> {
  const ids = [...new Set(hits.flatMap(({ conversation_id: id }) => id ?? []))];
  if (ids.length === 0) return [];
  const w = ctx.workspace.id;
  const rows = await tx.execute<{ id: string; status: string; customer: string; channel: string }>(sql`
    select c.id, c.status, u.display_name as customer, h.display_name as channel
    from unnest(string_to_array(${ids.join(" ")}, ' ')::uuid[]) wanted(id)
    cross join lateral (select * from conversations c where c.workspace_id = ${w}::uuid and c.id = wanted.id limit 1) c
    cross join lateral (select * from customers u where u.workspace_id = ${w}::uuid and u.id = c.customer_id limit 1) u
    cross join lateral (select * from channels h where h.workspace_id = ${w}::uuid and h.id = c.channel_id limit 1) h`);
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = known.get(id);
    if (!row) return [];
    return [
      {
        conversation: {
          id: toPublicId("conversation", id),
          status: row.status as SearchGroup["conversation"]["status"],
          customerName: row.customer,
          channelName: row.channel,
        },
        hits: hits
          .filter((hit) => hit.conversation_id === id)
          .map((hit) => ({
            messageId: toPublicId("message", hit.message_id),
            seq: Number(hit.seq),
            author: hit.author,
            memberName: hit.member_name,
            kind: hit.kind,
            at: new Date(hit.at).toISOString(),
            excerpt: toExcerpt([hit.text, hit.file_name].filter(Boolean).join(" · "), query.needles),
          })),
      },
    ];
  });
}

/** Customers whom the bare words may mean. */
async function findByWords(
  tx: Transaction,
  ctx: Ctx,
  query: SearchQuery,
): Promise<FoundMessages["customers"]> {
  const words = query.needles.map(({ terms }) => terms.join(" ")).join(" ");
  if (words.length < 2 || words.length > maxCustomerQuery) return [];
  const found = await findCustomers({ ctx: { ...ctx, db: tx }, input: { q: words, limit: maxCustomers } });
  return found.map(({ id, name }) => ({ id, name }));
}

/** More than a few messages wait for their words to be taken in. */
async function isCatchingUp(tx: Transaction, ctx: Ctx): Promise<boolean> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select 1 from message_index_queue where workspace_id = ${ctx.workspace.id}::uuid limit 200) waiting`);
  return (row?.n ?? 0) >= 200;
}

/** @throws CursorInvalid */
function readCursor(cursor: string): Place {
  const [at = "", id = ""] = cursor.split("~");
  const messageId = fromPublicId("message", id);
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(at) || Number.isNaN(Date.parse(at)) || messageId === null)
    throw new CursorInvalid();
  return { at, id: messageId };
}
