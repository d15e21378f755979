import { and, asc, eq, isNull, ne } from "drizzle-orm";
import {
  channels,
  faqEntries,
  members,
  satisfactionSettings,
  serviceLevels,
  shopOrders,
  workspaceFacts,
  workspaces,
} from "@/db/schema";
import { connectTelegramBot } from "@/server/channels";
import { importText } from "@/server/imports";
import { type Clock, type Ctx, getRuntime, inWorkspace } from "@/server/kernel";
import { updateFacts } from "@/server/knowledge";
import { addMember } from "@/server/members";
import { setSatisfaction } from "@/server/satisfaction";
import { setServiceLevels } from "@/server/service-levels";
import { createWorkspace } from "@/server/workspaces";
import { makeDemoOrders, toCsv } from "./demo-orders";
import type { DemoTelegram } from "./demo-telegram";
import { findDemo } from "./find-demo";
import { historyDays } from "./history/plan-visits";
import { makeShopWorld } from "./make-shop-world";
import { type DemoWorkspace, demoLevels, demoTeam, demoWorkspaces } from "./workspaces";

export const localRoot = "/sandbox/telegram";
const organisationName = "Santral Demo";

/**
 * Makes what a workspace of the demo is before anybody has written: itself, its team, its bots at the local Telegram,
 * what it knows and, for the shop, its orders. By the verbs of any workspace; each step looks whether it is done.
 */
export async function openDemo(demo: DemoWorkspace, telegram: DemoTelegram): Promise<Ctx> {
  const ctx = (await findDemo(demo.slug)) ?? (await createDemo(demo));
  await addTeam(ctx, demo);
  for (const bot of demo.bots) await connectBot(ctx, telegram, bot);
  if (demo.kind === "shop") makeShopWorld(telegram, demo.bots[0].username);
  if (await isEmpty(ctx, faqEntries)) {
    await importText({ ctx, input: { target: "faq", text: toFaqCsv(demo), fileName: "sorular.csv" } });
  }
  if (await isEmpty(ctx, serviceLevels)) await setServiceLevels({ ctx, input: demoLevels });
  if (await isEmpty(ctx, satisfactionSettings))
    await setSatisfaction({ ctx, input: { isOn: true, pauseDays: 30, silentBots: [] } });
  if (await isEmpty(ctx, workspaceFacts)) await updateFacts({ ctx, input: { facts: [...demo.facts] } });
  if (demo.kind === "shop" && (await isEmpty(ctx, shopOrders))) {
    const text = toCsv(makeDemoOrders(await madeAt(ctx)));
    await importText({ ctx, input: { target: "shopOrders", text, fileName: "siparisler.csv" } });
  }
  return ctx;
}

/** A workspace of the demo has lived: it was opened, and its bots connected, so long before it is made. */
const openedBeforeMs = (historyDays + 1) * 86_400_000;
const whenOpened: Clock = {
  now: () => new Date(getRuntime().clock.now().getTime() - openedBeforeMs),
};

/** When the demo was made: what its history hangs on, so that a start on a later day goes on with the same one. */
export async function madeAt(ctx: Ctx): Promise<Date> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ createdAt: workspaces.createdAt })
      .from(workspaces)
      .where(eq(workspaces.id, ctx.workspace.id)),
  );
  return new Date(row!.createdAt.getTime() + openedBeforeMs);
}

async function createDemo(demo: DemoWorkspace): Promise<Ctx> {
  const team = await findTeam();
  const owner = demoTeam[0];
  const { slug, kind, name, defaultLanguage, languages, businessHours, rhythm } = demo;
  await createWorkspace({
    owner: {
      personId: team.people.get("owner") ?? owner.personId,
      displayName: owner.displayName,
      locale: "tr",
    },
    ...(team.organisationId ? { organisationId: team.organisationId } : {}),
    clock: whenOpened,
    workspace: {
      organisationName,
      kind,
      name,
      slug,
      timeZone: rhythm.timeZone,
      defaultLanguage,
      languages,
      businessHours,
    },
  });
  const ctx = await findDemo(slug);
  if (!ctx) throw new Error(`The workspace ${slug} was made and is not there.`);
  return ctx;
}

/** The people of a demo workspace that is there already, and its organisation. */
async function findTeam(): Promise<{ organisationId: string | null; people: Map<string, string> }> {
  for (const { slug } of demoWorkspaces) {
    const ctx = await findDemo(slug);
    if (!ctx) continue;
    const { id } = ctx.workspace;
    return inWorkspace(ctx, async (tx) => {
      const [row] = await tx
        .select({ organisationId: workspaces.organisationId })
        .from(workspaces)
        .where(eq(workspaces.id, id));
      const team = await tx
        .select({ role: members.role, personId: members.personId })
        .from(members)
        .where(and(eq(members.workspaceId, id), isNull(members.removedAt)))
        .orderBy(asc(members.createdAt), asc(members.id));
      const people = new Map<string, string>();
      for (const { role, personId } of team) if (!people.has(role)) people.set(role, personId);
      return { organisationId: row!.organisationId, people };
    });
  }
  return { organisationId: null, people: new Map() };
}

async function addTeam(ctx: Ctx, demo: DemoWorkspace): Promise<void> {
  const present = await inWorkspace(ctx, (tx) =>
    tx.select({ role: members.role }).from(members).where(eq(members.workspaceId, ctx.workspace.id)),
  );
  if (demoTeam.every(({ role }) => present.some((member) => member.role === role))) return;
  const { people } = await findTeam();
  for (const { role, displayName, personId } of demoTeam) {
    if (present.some((member) => member.role === role)) continue;
    const isFirst = demo.slug === demoWorkspaces[0]!.slug;
    const known = isFirst ? personId : (people.get(role) ?? personId);
    await addMember({ ctx, input: { role, displayName, personId: known, locale: "tr" } });
  }
}

/** A bot of the demo at the local Telegram; a new one where that has forgotten it (another data folder). */
async function connectBot(
  ctx: Ctx,
  telegram: DemoTelegram,
  wanted: { name: string; username: string },
): Promise<void> {
  const known = await listDemoBots(ctx);
  if (known.some(({ username }) => username === wanted.username && telegram.findBot(username))) return;
  const bot = telegram.findBot(wanted.username) ?? telegram.createBot(wanted);
  await connectTelegramBot({
    ctx: { ...ctx, clock: whenOpened },
    input: { token: bot.token, apiRoot: localRoot },
  });
}

/** The workspace's bots at the local Telegram, the oldest first: those connected later are somebody's own. */
export function listDemoBots(ctx: Ctx): Promise<{ id: string; username: string }[]> {
  return inWorkspace(ctx, (tx) =>
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
}

function toFaqCsv(demo: DemoWorkspace): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return [
    "question,answer,language,tags",
    ...demo.faq.map((entry) =>
      [entry.question, entry.answer, entry.language, entry.tags].map(quote).join(","),
    ),
  ].join("\n");
}

async function isEmpty(
  ctx: Ctx,
  table:
    | typeof faqEntries
    | typeof workspaceFacts
    | typeof serviceLevels
    | typeof satisfactionSettings
    | typeof shopOrders,
): Promise<boolean> {
  const rows = await inWorkspace(ctx, (tx) =>
    tx.select({ id: table.workspaceId }).from(table).where(eq(table.workspaceId, ctx.workspace.id)).limit(1),
  );
  return rows.length === 0;
}
