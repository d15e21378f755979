import { createFormat } from "@/lib/format/format";
import type { Locale } from "@/lib/i18n/locales";
import { getFigures } from "@/server/insight";
import { type Ctx, fixedClock } from "@/server/kernel";
import { type Suggestion, suggest } from "./suggest";
import { intentName, weeklyText } from "./texts";
import { lastWeek, type ReportWeek } from "./weeks";

type Report = Awaited<ReturnType<typeof getFigures>>;
type Figures = Report["total"];

export type WeeklyReport = {
  locale: Locale;
  week: ReportWeek;
  workspace: string;
  title: string;
  /** `16–22 Kasım 2026`. */
  range: string;
  isEmpty: boolean;
  figures: { label: string; value: string; change?: string }[];
  /** Conversations begun each day, and times that the agent handed one to the team. */
  days: { label: string; started: number; handedOff: number }[];
  suggestion: { text: string; href: string };
};

/** The figures of a week beside the week before, from where the dashboard has them. */
export async function readWeek(ctx: Ctx): Promise<{ week: ReportWeek; report: Report }> {
  const week = lastWeek(ctx.clock.now(), ctx.workspace.timeZone);
  const report = await getFigures({ ctx: { ...ctx, clock: fixedClock(week.endsAt) }, input: { days: 7 } });
  return { week, report };
}

/** A week as it is told, in a reader's language and formats. */
export function tellWeek(
  ctx: Ctx,
  { week, report }: Awaited<ReturnType<typeof readWeek>>,
  locale: Locale,
): WeeklyReport {
  const t = weeklyText(locale);
  const { timeZone } = ctx.workspace;
  const format = createFormat(locale, timeZone);
  const day = createFormat(locale, "UTC");
  const chosen = suggest({
    messagesIn: report.total.messagesIn,
    reopened: report.total.resolvedReopened,
    medianFirstResponseS: report.total.medianFirstResponseS,
    isAgentOn: ctx.workspace.isAgentOn,
    intents: report.intents,
  });
  const figure = (
    key: string,
    read: (figures: Figures) => number | null,
    tell: (value: number) => string = (value) => format.number(value),
  ) => {
    const [value, before] = [read(report.total), read(report.before)];
    return {
      label: t(`figures.${key}`),
      value: value === null ? "–" : tell(value),
      ...(value !== null && before ? { change: format.change((value - before) / before) } : {}),
    };
  };
  return {
    locale,
    week,
    workspace: ctx.workspace.name,
    title: t("title"),
    range: t("range", { from: day.shortDate(week.from), to: day.date(week.to) }),
    isEmpty: report.total.messagesIn === 0 && report.total.messagesOut === 0,
    figures: [
      figure("messages", ({ messagesIn }) => messagesIn),
      figure("started", ({ conversationsStarted }) => conversationsStarted),
      figure("resolved", ({ resolvedAssumed, resolvedConfirmed }) => resolvedAssumed + resolvedConfirmed),
      figure("handedOff", ({ handedOff }) => handedOff),
      figure(
        "firstResponse",
        ({ medianFirstResponseS }) => medianFirstResponseS,
        (seconds) => format.duration(seconds * 1_000),
      ),
      figure(
        "saved",
        ({ minutesSaved }) => minutesSaved,
        (minutes) => format.duration(minutes * 60_000),
      ),
    ],
    days: report.points.map(({ at, conversationsStarted, handedOff }) => ({
      label: weekdayOf(locale, at),
      started: conversationsStarted,
      handedOff,
    })),
    suggestion: {
      text: t(`suggestions.${chosen.kind}`, wordsOf(locale, chosen, report)),
      href: chosen.href,
    },
  };
}

function wordsOf(locale: Locale, chosen: Suggestion, report: Report): Record<string, string | number> {
  if (!("count" in chosen)) return {};
  if (!("intent" in chosen)) return { count: chosen.count };
  const own = report.intents.find(({ intent }) => intent === chosen.intent)?.name ?? null;
  return { count: chosen.count, intent: intentName(locale, chosen.intent, own) };
}

const weekdayOf = (locale: Locale, day: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(
    new Date(`${day.slice(0, 10)}T12:00:00Z`),
  );
