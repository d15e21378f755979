import { eq, min, sql } from "drizzle-orm";
import { conversations, faqEntries, members, shopOrders } from "@/db/schema";
import { silenceJob, silenceMs } from "@/server/agent";
import { importHistory, type PastConversation } from "@/server/conversations";
import { recomputeSpan } from "@/server/insight";
import { type Ctx, inWorkspace, runLater, type Transaction } from "@/server/kernel";
import { importServiceResults } from "@/server/service-levels";
import { demoOrder, makeDemoOrders } from "../demo-orders";
import type { DemoTelegram } from "../demo-telegram";
import { listDemoBots, madeAt } from "../open-demo";
import type { DemoWorkspace } from "../workspaces";
import { historyDays, planVisits, type Visit } from "./plan-visits";
import { rateVisits } from "./rate-visits";
import { type Setting, tellVisit } from "./tell-visit";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/**
 * The newest days come first and few, so that an early visitor sees something true; the rest comes by the week. The last
 * piece is a whole week, too: the history begins with a day of the workspace, and just after its midnight that is not
 * quite ninety days ago.
 */
const chunkEdges: readonly number[] = [
  0,
  5,
  ...Array.from({ length: 11 }, (_, nth) => 12 + nth * 7),
  Infinity,
];

/** The pieces that make so many days of history. */
export const chunksIn = (days: number): number =>
  chunkEdges.filter((edge) => edge < Math.min(days, historyDays)).length;

/**
 * How many pieces of the history are there, seen by the rows themselves: a piece is one transaction, they come in turn,
 * and none is empty. What visitors write is younger than all of it.
 */
export async function countChunksDone(ctx: Ctx): Promise<number> {
  const made = await madeAt(ctx);
  return inWorkspace(ctx, (tx) => countIn(tx, ctx, made));
}

async function countIn(tx: Transaction, ctx: Ctx, made: Date): Promise<number> {
  const [row] = await tx
    .select({ oldest: min(conversations.createdAt) })
    .from(conversations)
    .where(eq(conversations.workspaceId, ctx.workspace.id));
  if (!row?.oldest || row.oldest > made) return 0;
  return chunkOf(row.oldest, made) + 1;
}

/** Which piece of a history that was made then holds a moment of it. */
export function chunkOf(at: Date, made: Date): number {
  const daysAgo = (made.getTime() - at.getTime()) / dayMs;
  return chunkEdges.findLastIndex((edge) => edge <= daysAgo);
}

/** All visits of a demo workspace that was made then. */
export function planDemo(demo: DemoWorkspace, made: Date): Visit[] {
  const { rhythm, talks } = demo;
  if (demo.kind !== "shop") return planVisits(rhythm, talks, made);
  const [own, ...others] = makeDemoOrders(made);
  others.sort((a, b) => a.orderedAt.getTime() - b.orderedAt.getTime());
  // Four days ago: past the 72 hours within which a message would open it again.
  const at = new Date(made.getTime() - 4 * dayMs);
  const { telegramId, customerName, phone } = demoOrder;
  const customer = {
    telegramId: String(telegramId),
    displayName: customerName,
    language: "tr" as const,
    since: at,
    phone,
  };
  const first: Visit = {
    at,
    customer,
    index: -1,
    about: "order",
    nth: 0,
    order: own!,
    isShort: true,
    isFresh: false,
  };
  return [first, ...planVisits(rhythm, talks, made, others)].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * Brings in the next piece of the history, the newest first, with its figures, in one transaction: killed anywhere, the
 * next start goes on. False when there is no more.
 *
 * @param plan all visits of the workspace, as `planDemo` gives them
 */
export async function fillHistory(given: {
  ctx: Ctx;
  demo: DemoWorkspace;
  plan: readonly Visit[];
  days: number;
  telegram: DemoTelegram;
}): Promise<boolean> {
  const { ctx, demo, plan, days, telegram } = given;
  const made = await madeAt(ctx);
  const setting = await readSetting(ctx, demo, made);
  const bots = await listDemoBots(ctx);
  const filled = await inWorkspace(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`demo ${ctx.workspace.id}`}, 0))`);
    const done = await countIn(tx, ctx, made);
    if (done >= chunksIn(days)) return null;
    const waiting: PastConversation[] = [];
    const within = { ...ctx, db: tx };
    const visits = plan.filter(({ at }) => chunkOf(at, made) === done);
    const hours = new Set<number>();
    for (const [nth, { id: channelId }] of bots.entries()) {
      const ofBot = visits.filter((visit) => isOfBot(visit, nth, bots.length));
      const history = () => tellAll(ofBot, setting, { hours, waiting });
      const { answeredOpen } = await importHistory({ ctx: within, channelId, history });
      for (const { id, lastInboundAt } of answeredOpen) {
        const dueAt = new Date(lastInboundAt.getTime() + silenceMs);
        await runLater(tx, { workspaceId: ctx.workspace.id, kind: silenceJob, subject: id, dueAt });
      }
    }
    const [from, to] = [new Date(Math.min(...hours) * hourMs), new Date((Math.max(...hours) + 1) * hourMs)];
    const rated = await rateVisits({ ctx: within, from, to, made });
    const ended = await importServiceResults({ ctx: within, span: { from, to } });
    const last = Math.max(...[to, rated, ended].map((moment) => moment?.getTime() ?? 0));
    await recomputeSpan({ ctx: within, from, to: new Date(Math.ceil(last / hourMs) * hourMs) });
    return { waiting };
  });
  for (const { customer } of filled?.waiting ?? [])
    introduce(
      telegram,
      customer,
      bots.map(({ username }) => username),
    );
  return filled !== null;
}

/** People stay with the bot they began with. */
const isOfBot = ({ customer }: Visit, nth: number, bots: number): boolean =>
  Number(customer.telegramId) % bots === nth;

function* tellAll(
  visits: readonly Visit[],
  setting: Setting,
  noted: { hours: Set<number>; waiting: PastConversation[] },
): Generator<PastConversation> {
  for (const visit of visits) {
    const past = tellVisit(visit, setting);
    for (const { at } of past.messages) noted.hours.add(Math.floor(at.getTime() / hourMs));
    if (past.resolution) noted.hours.add(Math.floor(past.resolution.at.getTime() / hourMs));
    if (past.status === "handed_off") noted.waiting.push(past);
    yield past;
  }
}

/** Who waits for an answer is on the local Telegram, so that the answer arrives. */
function introduce(telegram: DemoTelegram, customer: PastConversation["customer"], bots: readonly string[]) {
  const id = Number(customer.telegramId);
  if (telegram.findUser(id)) return;
  const [first_name = "", ...rest] = customer.displayName.split(" ");
  const last_name = rest.join(" ");
  telegram.createUser({
    id,
    first_name,
    ...(last_name ? { last_name } : {}),
    language_code: customer.language,
    ...(customer.phone ? { phone: customer.phone } : {}),
  });
  telegram.openChat({ bot: bots[id % bots.length]!, from: id });
}

async function readSetting(ctx: Ctx, demo: DemoWorkspace, made: Date): Promise<Setting> {
  const { id: workspaceId } = ctx.workspace;
  const { orders, faq, team } = await inWorkspace(ctx, async (tx) => ({
    orders: await tx
      .select({ id: shopOrders.id, number: shopOrders.number })
      .from(shopOrders)
      .where(eq(shopOrders.workspaceId, workspaceId)),
    faq: await tx
      .select({ id: faqEntries.id, question: faqEntries.question, language: faqEntries.language })
      .from(faqEntries)
      .where(eq(faqEntries.workspaceId, workspaceId)),
    team: await tx
      .select({ id: members.id, role: members.role })
      .from(members)
      .where(eq(members.workspaceId, workspaceId))
      .orderBy(members.createdAt, members.id),
  }));
  const orderIds = new Map(orders.map(({ number, id }) => [number, id]));
  const faqIds = new Map(faq.map(({ language, question, id }) => [`${language} ${question}`, id]));
  return {
    rhythm: demo.rhythm,
    talks: demo.talks,
    now: made,
    workspace: ctx.workspace,
    memberIds: team.filter(({ role }) => role === "support" || role === "supervisor").map(({ id }) => id),
    orderId: (number) => orderIds.get(number) ?? "",
    faqId: (language, question) => faqIds.get(`${language} ${question}`) ?? "",
  };
}
