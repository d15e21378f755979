import { BotApiUnreachable, findMemberLink, type MemberLink, TelegramUnavailable } from "@/server/channels";
import { type Ctx, getRuntime, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { findVerifiedAddress, hasUnsubscribed } from "@/server/mail";
import { readLocale } from "@/server/notifications";
import { NowhereToSend } from "../errors";
import type { SentReport, WeeklyPreview } from "../schemas";
import { readWeek } from "./build-report";
import { type Made, makeReports, queueReport, tellReport } from "./send-weekly";

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
 * @throws NowhereToSend       no proved address that wants it, and no linked account that a bot may write to
 * @throws TelegramUnavailable there is only Telegram, and it does not answer
 * @throws LimitReached        a few times in an hour
 */
export async function sendWeeklyReportNow({ ctx }: { ctx: Ctx }): Promise<SentReport> {
  requirePermission(ctx, "report.sendNow");
  const { personId, memberId } = actingMember(ctx);
  const [address, link] = await Promise.all([
    findWillingAddress(ctx, personId),
    findMemberLink(ctx, memberId),
  ]);
  if (!address && !link) throw new NowhereToSend();
  getRuntime().limits.take("weekly reports", memberId, sendRate);
  const made = await makeReports(ctx, await readWeek(ctx))(await readLocale(personId));
  const telegram = link ? await tellNow(ctx, made, link, { isOnlyWay: !address }) : false;
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

/** The proved address, unless its reader has ended the report by a click in one. */
async function findWillingAddress(ctx: Ctx, personId: string): Promise<string | null> {
  const address = await findVerifiedAddress(personId);
  if (!address) return null;
  const mail = { address, template: "weekly-report" as const };
  return (await inWorkspace(ctx, (tx) => hasUnsubscribed(tx, ctx, mail))) ? null : address;
}

/** Whether it has gone; where there is a mail as well, a Telegram that is away does not keep that back. */
async function tellNow(
  ctx: Ctx,
  made: Made,
  link: MemberLink,
  { isOnlyWay }: { isOnlyWay: boolean },
): Promise<boolean> {
  try {
    const isSent = await tellReport(ctx, made, link);
    if (!isSent && isOnlyWay) throw new NowhereToSend();
    return isSent;
  } catch (error) {
    if (!(error instanceof BotApiUnreachable)) throw error;
    if (isOnlyWay) throw new TelegramUnavailable(error);
    return false;
  }
}

function actingMember(ctx: Ctx) {
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} reads no report.`);
  return ctx.actor;
}
