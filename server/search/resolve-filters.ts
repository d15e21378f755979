import { TZDate } from "@date-fns/tz";
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { channels, conversationStatuses, members, tags } from "@/db/schema";
import { parseMoment } from "@/lib/dates/parse-moment";
import { loadMessages } from "@/lib/i18n/load-messages";
import { locales } from "@/lib/i18n/locales";
import { foldText } from "@/lib/text/fold";
import { listIntents } from "@/server/agent";
import { matchCustomers } from "@/server/customers";
import type { Ctx, Transaction } from "@/server/kernel";
import { myself, nobody, type SearchFilter, type SearchProblem, type SearchQuery } from "./rules";

/** What the filters of a search come to. Tables are named `m` (messages) and `c` (conversations). */
export type Resolved = {
  /** What a message and its conversation must be. */
  conditions: SQL[];
  /** Whether one of them is about the message itself: otherwise each conversation is found once. */
  isAboutMessages: boolean;
  from: Date | null;
  to: Date | null;
  /** The states in which a conversation can be what is wanted. */
  statuses: readonly string[];
  /** Only these customers' conversations; null for all. */
  customerIds: string[] | null;
  problems: SearchProblem[];
};

/** So many names are told of those that would be understood. */
const toldNames = 8;

const fileKinds = ["photo", "video", "voice", "audio", "document", "animation", "video_note"];
const kindsOf: Record<string, readonly string[]> = {
  file: fileKinds,
  photo: ["photo"],
  video: ["video", "video_note", "animation"],
  voice: ["voice", "audio"],
  location: ["location", "venue"],
};

const living = ["open", "handed_off"];
/** Where a conversation of such a state is kept; of the others in any. */
const statusesOf: Record<string, readonly string[]> = {
  open: living,
  closed: ["closed"],
  waiting: living,
  snoozed: living,
  spam: ["closed"],
};
const states: Record<string, SQL> = {
  open: sql`c.status <> 'closed'`,
  closed: sql`c.status = 'closed'`,
  waiting: sql`c.waiting_since is not null`,
  snoozed: sql`c.snoozed_until is not null`,
  urgent: sql`(c.is_urgent or c.priority = 'urgent')`,
  spam: sql`c.spam_at is not null`,
};

/** Turns what was typed into conditions: names to ids, dates to moments of the workspace's zone. */
export async function resolveFilters(tx: Transaction, ctx: Ctx, query: SearchQuery): Promise<Resolved> {
  const resolved: Resolved = {
    conditions: [],
    isAboutMessages: false,
    from: null,
    to: null,
    statuses: conversationStatuses,
    customerIds: null,
    problems: [],
  };
  for (const filter of query.filters) await resolveOne(tx, ctx, filter, resolved);
  // Spam is found by who asks for it.
  if (!query.filters.some(({ operator, value }) => operator === "is" && value === "spam"))
    resolved.conditions.push(sql`c.spam_at is null`);
  return resolved;
}

async function resolveOne(tx: Transaction, ctx: Ctx, filter: SearchFilter, to: Resolved): Promise<void> {
  const { operator, value, isNot } = filter;
  const add = (condition: SQL) =>
    to.conditions.push(isNot ? sql`not coalesce(${condition}, false)` : condition);
  switch (operator) {
    case "from":
      to.isAboutMessages = true;
      add(value === "me" ? sql`m.member_id = ${memberIdOf(ctx)}::uuid` : sql`m.author = ${value}`);
      return;
    case "has":
      to.isAboutMessages = true;
      add(sql`m.kind = any(string_to_array(${kindsOf[value]!.join(" ")}, ' '))`);
      return;
    case "is":
      add(states[value]!);
      if (!isNot) to.statuses = to.statuses.filter((one) => statusesOf[value]?.includes(one) ?? true);
      return;
    case "lang":
      add(sql`c.language = ${value}`);
      return;
    case "after":
    case "before":
    case "on":
      return addDay(ctx, filter, to);
    case "customer":
    case "order": {
      const { ids, isCut } = await matchCustomers(tx, ctx, value);
      if (isCut) to.problems.push({ code: "tooMany", token: `${operator}:${value}`, known: [] });
      if (isNot) add(sql`c.customer_id = any(string_to_array(${ids.join(",")}, ',')::uuid[])`);
      else to.customerIds = to.customerIds ? to.customerIds.filter((id) => ids.includes(id)) : ids;
      return;
    }
    case "member":
      if (nobody.includes(foldText(value))) return void add(sql`c.assigned_member_id is null`);
      if (myself.includes(foldText(value)))
        return void add(sql`c.assigned_member_id = ${memberIdOf(ctx)}::uuid`);
      return addNamed(filter, to, await listMembers(tx, ctx), (ids) =>
        add(sql`c.assigned_member_id = any(${ids}::uuid[])`),
      );
    case "channel":
      return addNamed(filter, to, await listChannels(tx, ctx), (ids) =>
        add(sql`c.channel_id = any(${ids}::uuid[])`),
      );
    case "tag":
      return addNamed(filter, to, await listTags(tx, ctx), (ids) =>
        // "limit" keeps it a probe of one row each, whatever the planner thinks of the tag.
        add(sql`(select true from conversation_tags ct where ct.workspace_id = ${ctx.workspace.id}::uuid
          and ct.conversation_id = c.id and ct.tag_id = any(${ids}::uuid[]) limit 1)`),
      );
    case "intent":
      return addNamed(filter, to, await listIntentNames(tx, ctx), (ids) =>
        add(sql`c.last_intent = any(${ids})`),
      );
  }
}

const memberIdOf = ({ actor }: Ctx): string | null => (actor.kind === "member" ? actor.memberId : null);

type Named = { id: string; names: string[] };

/** Whose name it is, or begins with; several may. */
function addNamed(filter: SearchFilter, to: Resolved, known: Named[], add: (ids: SQL) => void): void {
  const wanted = foldText(filter.value.replace(/^@/, ""));
  const whole = known.filter(({ names }) => names.some((name) => foldText(name) === wanted));
  const found =
    whole.length > 0
      ? whole
      : known.filter(({ names }) => names.some((name) => foldText(name).startsWith(wanted)));
  if (found.length === 0) {
    to.problems.push(
      unknown(
        filter,
        known.map(({ names }) => names[0]!),
      ),
    );
    return;
  }
  add(sql`string_to_array(${found.map(({ id }) => id).join(",")}, ',')`);
}

const unknown = ({ operator, value }: SearchFilter, names: readonly string[]): SearchProblem => ({
  code: "valueUnknown",
  token: `${operator}:${value}`,
  known: names.slice(0, toldNames),
});

async function listMembers(tx: Transaction, ctx: Ctx): Promise<Named[]> {
  const rows = await tx
    .select({ id: members.id, name: members.displayName })
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspace.id), isNull(members.removedAt)));
  return rows.map(({ id, name }) => ({ id, names: [name] }));
}

async function listChannels(tx: Transaction, ctx: Ctx): Promise<Named[]> {
  const rows = await tx
    .select({ id: channels.id, name: channels.displayName, username: channels.username })
    .from(channels)
    .where(eq(channels.workspaceId, ctx.workspace.id));
  return rows.map(({ id, name, username }) => ({ id, names: [name, username] }));
}

async function listTags(tx: Transaction, ctx: Ctx): Promise<Named[]> {
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(eq(tags.workspaceId, ctx.workspace.id));
  return rows.map(({ id, name }) => ({ id, names: [name] }));
}

/** Intents by their codes and by what they are called in the languages of the panel. */
async function listIntentNames(tx: Transaction, ctx: Ctx): Promise<Named[]> {
  const { intents } = await listIntents({ ctx: { ...ctx, db: tx } });
  const called: Record<string, string>[] = await Promise.all(
    locales.map(async (locale) => (await loadMessages(locale, ["agent"])).agent.intents),
  );
  return intents.map(({ intent, name }) => ({
    id: intent,
    // The first is what is told of those that are known: a code is the same in every language.
    names: [name ?? intent, intent.replaceAll("_", "-"), ...called.flatMap((names) => names[intent] ?? [])],
  }));
}

/** Days ago, as they are said. */
const dayWords = new Map(
  [
    ["today", "bugün", "сегодня", "اليوم"],
    ["yesterday", "dün", "вчера", "أمس"],
  ].flatMap((names, ago) => names.map((name) => [foldText(name), ago] as const)),
);

/** The days that a date means, as moments: its first and the first after it. Null when it is none. */
export function readDay(
  value: string,
  ctx: Pick<Ctx, "workspace" | "clock">,
): { from: Date; to: Date } | null {
  const { timeZone } = ctx.workspace;
  const folded = foldText(value);
  const ago = dayWords.get(folded) ?? /^(\d{1,4})[dgдي]$/u.exec(folded)?.[1] ?? null;
  const moment = (date: TZDate) => new Date(date.getTime());
  if (ago !== null) {
    const now = new TZDate(ctx.clock.now(), timeZone);
    const day = (offset: number) =>
      new TZDate(now.getFullYear(), now.getMonth(), now.getDate() - Number(ago) + offset, timeZone);
    return { from: moment(day(0)), to: moment(day(1)) };
  }
  const month = /^(\d{4})-(\d{2})$/.exec(folded);
  const parsed = parseMoment(month ? `${folded}-01` : folded, timeZone);
  if (!parsed) return null;
  const local = new TZDate(parsed, timeZone);
  const [year, inYear, day] = [local.getFullYear(), local.getMonth(), local.getDate()];
  return {
    from: moment(new TZDate(year, inYear, day, timeZone)),
    to: moment(
      month ? new TZDate(year, inYear + 1, 1, timeZone) : new TZDate(year, inYear, day + 1, timeZone),
    ),
  };
}

/** `after` takes that day in, `before` leaves it out; a minus before either is the other one. */
function addDay(ctx: Ctx, filter: SearchFilter, to: Resolved): void {
  const days = readDay(filter.value, ctx);
  if (!days) {
    to.problems.push({
      code: "dateUnknown",
      token: `${filter.operator}:${filter.value}`,
      known: ["2026-11-20", "20.11.2026", "2026-11", "today", "7d"],
    });
    return;
  }
  const later = (one: Date | null, other: Date) => (one && one > other ? one : other);
  const earlier = (one: Date | null, other: Date) => (one && one < other ? one : other);
  const { operator, isNot } = filter;
  if (operator === "on" && isNot) {
    to.isAboutMessages = true;
    to.conditions.push(
      sql`not (m.created_at >= ${days.from.toISOString()}::timestamptz and m.created_at < ${days.to.toISOString()}::timestamptz)`,
    );
  } else if (operator === "on") {
    to.from = later(to.from, days.from);
    to.to = earlier(to.to, days.to);
  } else if ((operator === "after") !== isNot) to.from = later(to.from, days.from);
  else to.to = earlier(to.to, days.from);
}
