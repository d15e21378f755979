import { and, eq } from "drizzle-orm";
import { weeklyReports } from "@/db/schema";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { BotApiUnreachable, findMemberLink, type MemberLink, sendToMember } from "@/server/channels";
import {
  type Ctx,
  type EventRule,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  runLater,
  type Transaction,
} from "@/server/kernel";
import { findVerifiedAddress, queueMail } from "@/server/mail";
import { listReportReaders, openWorkspace, readLocale } from "@/server/notifications";
import { readWeek, tellWeek, type WeeklyReport } from "./build-report";
import { drawReport, pictureSize } from "./draw-report";
import { weeklyText } from "./texts";
import { sendingTime } from "./weeks";

export const weeklyJob = "reports/weekly";

/** A new workspace gets its report from the next Monday on. */
export const weeklyRules: EventRule[] = [
  {
    events: ["workspace/created", "workspace/restored", "workspace/resumed"],
    jobs: ({ occurredAt }) => [{ kind: weeklyJob, subject: "weekly", dueAt: occurredAt }],
  },
];

/** Sees to it that every workspace has its job; asking again changes nothing. */
export async function scheduleWeeklyReports(): Promise<void> {
  const { worker, clock } = getRuntime();
  const rows = await worker.execute<{ workspace_id: string }>(
    "select workspace_id from resolve_workspaces()",
  );
  await worker.transaction(async (tx) => {
    for (const { workspace_id: workspaceId } of rows)
      await runLater(tx, { workspaceId, kind: weeklyJob, subject: "weekly", dueAt: clock.now() });
  });
}

/**
 * The later job `reports/weekly`, once a workspace: sends the report of the last week on Monday at eight by its clock, and
 * looks again on the next Monday. A product that was off then sends it until Tuesday evening; after that the week is
 * passed over. Killed anywhere, it goes on with those who have not had it.
 */
export const sendWeekly: LaterHandler = async ({ workspaceId }) => {
  const ctx = await openWorkspace(workspaceId);
  if (!ctx) return undefined;
  const { isDue, nextAt } = sendingTime(ctx.clock.now(), ctx.workspace.timeZone);
  const readers = isDue ? await listReportReaders(ctx) : [];
  if (readers.length > 0) {
    const made = makeReports(ctx, await readWeek(ctx));
    const failures: unknown[] = [];
    for (const { personId, memberId, ways } of readers) {
      const sends = {
        mail: () => mailOnce(ctx, made, personId),
        telegram: () => tellOnce(ctx, made, { personId, memberId }),
      };
      for (const way of ways) await sends[way]().catch((error: unknown) => failures.push(error));
    }
    // One whom it does not reach keeps nobody else waiting; the next try passes over those who have it.
    if (failures.length > 0) throw failures[0];
  }
  return { againAt: nextAt };
};

export type Made = { report: WeeklyReport; picture: Buffer | null };
type Maker = (locale: Locale) => Promise<Made>;

/** One report and one picture for each language; an empty week has none. */
export function makeReports(ctx: Ctx, week: Awaited<ReturnType<typeof readWeek>>): Maker {
  const made = new Map<Locale, Promise<Made>>();
  return (locale) => {
    const known = made.get(locale);
    if (known) return known;
    const report = tellWeek(ctx, week, locale);
    const coming = (report.isEmpty ? Promise.resolve(null) : drawReport(report)).then((picture) => ({
      report,
      picture,
    }));
    made.set(locale, coming);
    return coming;
  };
}

type Way = "mail" | "telegram";
const placeOf = (ctx: Ctx, personId: string, week: string, way: Way) =>
  and(
    eq(weeklyReports.workspaceId, ctx.workspace.id),
    eq(weeklyReports.personId, personId),
    eq(weeklyReports.week, week),
    eq(weeklyReports.way, way),
  );

/** False: this report has gone to this person by this way already, or is on its way. */
async function claim(
  tx: Transaction,
  ctx: Ctx,
  row: { personId: string; week: string; way: Way; state: "sending" | "sent" },
): Promise<boolean> {
  const added = await tx
    .insert(weeklyReports)
    .values({ workspaceId: ctx.workspace.id, ...row, at: ctx.clock.now() })
    .onConflictDoNothing()
    .returning({ week: weeklyReports.week });
  return added.length > 0;
}

/** The mark and the mail are one transaction. */
async function mailOnce(ctx: Ctx, make: Maker, personId: string): Promise<void> {
  const address = await findVerifiedAddress(personId);
  if (!address) return;
  const made = await make(await readLocale(personId));
  await inWorkspace(ctx, async (tx) => {
    const week = made.report.week.from;
    if (await claim(tx, ctx, { personId, week, way: "mail", state: "sent" }))
      await queueReport(tx, ctx, made, { address, personId });
  });
}

export async function queueReport(
  tx: Transaction,
  ctx: Ctx,
  { report, picture }: Made,
  to: { address: string; personId: string },
): Promise<void> {
  const panel = `${getRuntime().env.origin}/w/${ctx.workspace.slug}`;
  const t = weeklyText(report.locale);
  await queueMail(tx, {
    to: to.address,
    locale: report.locale,
    template: "weekly-report",
    workspaceId: ctx.workspace.id,
    personId: to.personId,
    data: {
      workspace: ctx.workspace.name,
      from: report.week.from,
      to: report.week.to,
      figures: report.figures,
      ...(report.isEmpty && { remark: t("empty") }),
      ...(picture && {
        picture: {
          contentType: "image/png" as const,
          base64: picture.toString("base64"),
          alt: t("picture.alt", { range: report.range }),
          width: pictureSize.width / 2,
          height: pictureSize.height / 2,
        },
      }),
      suggestion: report.suggestion.text,
      suggestionUrl: `${panel}/${report.suggestion.href}`,
      url: `${panel}/insight`,
    },
  });
}

/** One that was broken off may have arrived, and is not sent again. */
async function tellOnce(
  ctx: Ctx,
  make: Maker,
  reader: { personId: string; memberId: string },
): Promise<void> {
  const link = await findMemberLink(ctx, reader.memberId);
  if (!link) return;
  const made = await make(isLocale(link.language) ? link.language : await readLocale(reader.personId));
  const week = made.report.week.from;
  const { personId } = reader;
  const mine = placeOf(ctx, personId, week, "telegram");
  const isFirst = await inWorkspace(ctx, (tx) =>
    claim(tx, ctx, { personId, week, way: "telegram", state: "sending" }),
  );
  const end = (state: "sent" | "failed" | "unconfirmed") =>
    inWorkspace(ctx, (tx) => tx.update(weeklyReports).set({ state, at: ctx.clock.now() }).where(mine));
  if (!isFirst) {
    const broken = and(mine, eq(weeklyReports.state, "sending"));
    await inWorkspace(ctx, (tx) => tx.update(weeklyReports).set({ state: "unconfirmed" }).where(broken));
    return;
  }
  try {
    await end((await tellReport(ctx, made, link)) ? "sent" : "failed");
  } catch (error) {
    if (!(error instanceof BotApiUnreachable)) throw error;
    if (error.isAmbiguous) await end("unconfirmed");
    else {
      await inWorkspace(ctx, (tx) => tx.delete(weeklyReports).where(mine));
      throw error;
    }
  }
}

/** As a photo with its words under it; an empty week as words alone. */
export function tellReport(ctx: Ctx, { report, picture }: Made, link: MemberLink): Promise<boolean> {
  const { origin, hasPublicHttps } = getRuntime().env;
  const url = `${origin}/w/${ctx.workspace.slug}/${report.suggestion.href}`;
  const t = weeklyText(report.locale);
  const lines = [
    `📊 ${ctx.workspace.name} · ${report.range}`,
    "",
    ...(report.isEmpty
      ? [t("empty")]
      : report.figures.map(
          ({ label, value, change }) => `${label}: ${value}${change ? ` (${change})` : ""}`,
        )),
    "",
    `💡 ${report.suggestion.text}`,
    ...(hasPublicHttps ? [] : [url]),
  ];
  return sendToMember(ctx, link, {
    text: lines.join("\n"),
    ...(hasPublicHttps && {
      reply_markup: { inline_keyboard: [[{ text: t("follow"), url }]] },
    }),
    ...(picture && {
      photo: {
        field: "picture",
        name: `${report.week.from}.png`,
        contentType: "image/png",
        sizeBytes: picture.byteLength,
        open: async function* () {
          yield picture;
        },
      },
    }),
  });
}
