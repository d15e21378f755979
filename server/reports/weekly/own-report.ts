import { findMemberLink } from "@/server/channels";
import { type Ctx, getRuntime, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { findVerifiedAddress } from "@/server/mail";
import { readLocale } from "@/server/notifications";
import { NowhereToSend } from "../errors";
import type { SentReport, WeeklyPreview } from "../schemas";
import { readWeek } from "./build-report";
import { makeReports, queueReport, tellReport } from "./send-weekly";

/** A report is drawn for each: a few in a row are enough to see it. */
const sendRate = { capacity: 3, perSecond: 3 / 3_600 };

/** The report of the last week as the reader would get it. */
export async function previewWeeklyReport({ ctx }: { ctx: Ctx }): Promise<WeeklyPreview> {
  requirePermission(ctx, "report.preview");
  const { personId } = actingMember(ctx);
  const { report, picture } = await makeReports(ctx, await readWeek(ctx))(await readLocale(personId));
  return {
    range: report.range,
    isEmpty: report.isEmpty,
    figures: report.figures.map(({ label, value, change }) => ({ label, value, change: change ?? null })),
    suggestion: report.suggestion,
    picture: picture?.toString("base64") ?? null,
  };
}

/**
 * Sends the reader the report of the last week at once, by the ways that reach them; the one of Monday comes all the same.
 *
 * @throws NowhereToSend no proved address and no linked account
 * @throws LimitReached  a few times in an hour
 */
export async function sendWeeklyReportNow({ ctx }: { ctx: Ctx }): Promise<SentReport> {
  requirePermission(ctx, "report.sendNow");
  const { personId, memberId } = actingMember(ctx);
  const [address, link] = await Promise.all([findVerifiedAddress(personId), findMemberLink(ctx, memberId)]);
  if (!address && !link) throw new NowhereToSend();
  getRuntime().limits.take("weekly reports", memberId, sendRate);
  const made = await makeReports(ctx, await readWeek(ctx))(await readLocale(personId));
  const telegram = link ? await tellReport(ctx, made, link) : false;
  await inWorkspace(ctx, async (tx) => {
    if (address) await queueReport(tx, ctx, made, { address, personId });
    await recordAudit(tx, ctx, {
      action: "report.sendNow",
      entity: memberId,
      after: { mail: !!address, telegram },
    });
  });
  return { mail: address !== null, telegram };
}

function actingMember(ctx: Ctx) {
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} reads no report.`);
  return ctx.actor;
}
