import { and, asc, eq, ne, sql } from "drizzle-orm";
import { channels, conversations, faqEntries, members, shopOrders } from "@/db/schema";
import { demoSlug } from "@/server/auth";
import { connectTelegramBot } from "@/server/channels";
import { importHistory } from "@/server/conversations";
import { importText } from "@/server/imports";
import { recomputeSpan, recountCustomers } from "@/server/insight";
import { type Ctx, getRuntime, inWorkspace, type MemberRole, openSystemContext } from "@/server/kernel";
import { updateFacts } from "@/server/knowledge";
import { addMember } from "@/server/members";
import { createWorkspace } from "@/server/workspaces";
import { shopFaq } from "./data/shop-faq";
import { makeDemoConversations } from "./demo-conversations";
import { demoOrder, makeDemoOrders, toCsv } from "./demo-orders";

/** What the demo needs of the local Telegram. */
export type DemoTelegram = {
  createBot(input: { name: string; username?: string }): { username: string; token: string };
  findBot(username: string): { username: string; token: string } | null;
  createUser(input: {
    id?: number;
    first_name: string;
    last_name?: string;
    language_code: string;
    phone?: string;
  }): { id: number };
  findUser(id: number): { id: number } | null;
  findGroup(title: string): { id: number } | null;
  createGroup(input: {
    title: string;
    owner: number;
    bot: string;
    otherMembers?: number;
    said: readonly { from: number; text: string }[];
  }): { id: number };
};

const localRoot = "/sandbox/telegram";
const seeder = { kind: "system", name: "demo" } as const;

/**
 * Makes the demo shop with the product's own verbs: fifty and more FAQ entries, 2,000 orders, 500 conversations over
 * thirty days. Every step looks whether it is done, so a start that was killed half-way is taken up by the next.
 */
export async function seedDemo(telegram: DemoTelegram): Promise<void> {
  const ctx = await openDemoWorkspace();
  await addTeam(ctx);
  const { id: channelId, username } = await connectBot(ctx, telegram);
  if (!telegram.findUser(demoOrder.telegramId)) {
    const [first_name = "", last_name = ""] = demoOrder.customerName.split(" ");
    telegram.createUser({
      id: demoOrder.telegramId,
      first_name,
      last_name,
      language_code: "tr",
      phone: demoOrder.phone,
    });
  }
  makeGroup(telegram, username);
  if (await isEmpty(ctx, conversations)) await fillDemo(ctx, channelId);
}

const groupTitle = "Moda Sokak Müşterileri";

/** A group of customers with the bot in it, at the local Telegram; the product hears of it as of any other. */
function makeGroup(telegram: DemoTelegram, bot: string): void {
  if (telegram.findGroup(groupTitle)) return;
  const [owner, ...others] = ["Elif", "Nazlı", "Burak"].map(
    (first_name) => telegram.createUser({ first_name, language_code: "tr" }).id,
  );
  telegram.createGroup({
    title: groupTitle,
    owner: owner!,
    bot,
    otherMembers: 1_240,
    said: [
      { from: owner!, text: "Hoş geldiniz, yeni sezonu önce burada duyuruyoruz." },
      { from: others[0]!, text: "Keten gömleklerin mavisi yeniden gelecek mi?" },
      { from: others[1]!, text: "Ben geçen hafta aldım, bedeni tam oldu." },
    ],
  });
}

async function openDemoWorkspace(): Promise<Ctx> {
  const [known] = await getRuntime().app.execute<{ workspace_id: string | null }>(
    sql`select workspace_id from resolve_workspace(${demoSlug})`,
  );
  if (known?.workspace_id) return openSystemContext(known.workspace_id, seeder);
  const weekday = [
    { from: 9 * 60, to: 12 * 60 + 30 },
    { from: 13 * 60 + 30, to: 19 * 60 },
  ];
  const { workspace } = await createWorkspace({
    owner: { displayName: "Elif Demir", locale: "tr" },
    workspace: {
      organisationName: "Moda Sokak",
      kind: "shop",
      name: "Moda Sokak",
      slug: demoSlug,
      timeZone: "Europe/Istanbul",
      defaultLanguage: "tr",
      languages: ["tr", "en", "ru", "ar"],
      businessHours: [weekday, weekday, weekday, weekday, weekday, [{ from: 10 * 60, to: 17 * 60 }], []],
    },
  });
  return openSystemContext(workspace.id, seeder);
}

async function addTeam(ctx: Ctx): Promise<void> {
  const team: { role: MemberRole; displayName: string }[] = [
    { role: "admin", displayName: "Murat Kaya" },
    { role: "supervisor", displayName: "Selin Aydın" },
    { role: "support", displayName: "Can Öztürk" },
    { role: "analyst", displayName: "Derya Şahin" },
  ];
  const present = await inWorkspace(ctx, (tx) =>
    tx.select({ role: members.role }).from(members).where(eq(members.workspaceId, ctx.workspace.id)),
  );
  for (const member of team) {
    if (present.some(({ role }) => role === member.role)) continue;
    await addMember({ ctx, input: { ...member, locale: "tr" } });
  }
}

/** The demo's bot at the local Telegram; a new one where that has forgotten it (another data folder). */
async function connectBot(ctx: Ctx, telegram: DemoTelegram): Promise<{ id: string; username: string }> {
  const known = await inWorkspace(ctx, (tx) =>
    tx
      .select({ id: channels.id, username: channels.username })
      .from(channels)
      .where(
        and(
          eq(channels.workspaceId, ctx.workspace.id),
          eq(channels.apiRoot, localRoot),
          ne(channels.state, "deleted"),
        ),
      )
      .orderBy(asc(channels.createdAt), asc(channels.id)),
  );
  const live = known.find((channel) => telegram.findBot(channel.username));
  if (live) return live;
  const username = "moda_sokak_bot";
  const bot = telegram.findBot(username) ?? telegram.createBot({ name: "Moda Sokak", username });
  await connectTelegramBot({ ctx, input: { token: bot.token, apiRoot: localRoot } });
  return connectBot(ctx, telegram);
}

async function fillDemo(ctx: Ctx, channelId: string): Promise<void> {
  const now = ctx.clock.now();
  const orders = makeDemoOrders(now);
  await importText({ ctx, input: { target: "faq", text: toFaqCsv(), fileName: "sorular.csv" } });
  await updateFacts({
    ctx,
    input: {
      facts: [
        { key: "returnWindowDays", value: "14" },
        { key: "dispatchDays", value: "1" },
        { key: "deliveryDays", value: "4" },
        { key: "freeShippingFrom", value: "750,00" },
        { key: "shippingFee", value: "59,90" },
        { key: "address", value: "Moda Caddesi No: 48, Kadıköy, İstanbul" },
        { key: "phone", value: "+90 216 555 01 01" },
        { key: "phoneHours", value: "Hafta içi 09.00–19.00" },
        { key: "email", value: "merhaba@modasokak.example" },
      ],
    },
  });
  await importText({ ctx, input: { target: "shopOrders", text: toCsv(orders), fileName: "siparisler.csv" } });

  const { orderIds, faqIds, memberIds } = await readMade(ctx);
  const history = makeDemoConversations(now, orders, {
    orderId: (number) => orderIds.get(number) ?? "",
    faqId: (question) => faqIds.get(question) ?? "",
    memberIds,
  });
  await importHistory({ ctx, channelId, history });
  const from = Math.min(...history.map((past) => past.messages[0]!.at.getTime()));
  await recomputeSpan({ ctx, from: new Date(Math.floor(from / 3_600_000) * 3_600_000), to: now });
  await recountCustomers({ ctx });
}

function toFaqCsv(): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return [
    "question,answer,language,tags",
    ...shopFaq.map((entry) =>
      [entry.question, entry.answer, entry.language, entry.tags].map(quote).join(","),
    ),
  ].join("\n");
}

async function readMade(ctx: Ctx) {
  const { id: workspaceId } = ctx.workspace;
  return inWorkspace(ctx, async (tx) => {
    const orders = await tx
      .select({ id: shopOrders.id, number: shopOrders.number })
      .from(shopOrders)
      .where(eq(shopOrders.workspaceId, workspaceId));
    const faq = await tx
      .select({ id: faqEntries.id, question: faqEntries.question })
      .from(faqEntries)
      .where(eq(faqEntries.workspaceId, workspaceId));
    const team = await tx
      .select({ id: members.id, role: members.role })
      .from(members)
      .where(eq(members.workspaceId, workspaceId));
    return {
      orderIds: new Map(orders.map((order) => [order.number, order.id])),
      faqIds: new Map(faq.map((entry) => [entry.question, entry.id])),
      memberIds: team
        .filter(({ role }) => role === "support" || role === "supervisor")
        .map((member) => member.id),
    };
  });
}

async function isEmpty(ctx: Ctx, table: typeof conversations): Promise<boolean> {
  const rows = await inWorkspace(ctx, (tx) =>
    tx.select({ id: table.id }).from(table).where(eq(table.workspaceId, ctx.workspace.id)).limit(1),
  );
  return rows.length === 0;
}
