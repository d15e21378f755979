import { createTranslator } from "next-intl";
import { createFormat, type Format } from "@/lib/format/format";
import { loadMessages } from "@/lib/i18n/load-messages";
import { directionOf, intlTags, type Locale, type Theme } from "@/lib/i18n/locales";
import { drawBars, drawHeat, escapeHtml } from "./embed-picture";
import { pageStyle } from "./embed-style";
import type { ReadEmbed } from "./read-embed";
import type { EmbedWidget } from "./rules";

export type EmbedLook = { locale: Locale; theme: Theme };
type Live = Extract<ReadEmbed, { state: "live" }>;
type Words = (key: string, values?: Record<string, string | number>) => string;

/** The figures move without a script: the page asks for itself again. */
const refreshS = 60;
/** Of these less is better. */
const goodWhenDown = new Set(["handedOff", "medianFirstResponseS"]);

/** A page that has nothing to show: no such link, or one that has ended. */
export async function writePlainPage(
  why: "unknown" | "expired" | "revoked",
  look: EmbedLook,
): Promise<string> {
  const t = await wordsOf(look.locale);
  const [title, hint] = [t(`page.${why}.title`), t(`page.${why}.hint`)];
  return wrap(
    title,
    `<main class="plain"><div><h1>${escapeHtml(title)}</h1><p>${escapeHtml(hint)}</p></div></main>`,
    look,
  );
}

/** What a link shows: figures with their change, pictures with their tables; nothing of it names anybody. */
export async function writeEmbedPage(embed: Live, look: EmbedLook): Promise<string> {
  const t = await wordsOf(look.locale);
  const format = createFormat(look.locale, "UTC");
  const asked = embed.widgets;
  const cards = asked.flatMap((widget) => (isCard(widget) ? [drawCard(widget, embed, t, format)] : []));
  const parts = asked.flatMap((widget) => {
    const part = drawPart(widget, embed, t, format, look.locale);
    return part ? [part] : [];
  });
  const body = [
    `<header><h1><bdi>${escapeHtml(embed.title)}</bdi></h1>`,
    `<span class="muted">${escapeHtml(t("page.span", { days: embed.days, zone: embed.timeZone.replaceAll("_", " ") }))}</span></header>`,
    cards.length > 0 ? `<div class="cards">${cards.join("")}</div>` : "",
    parts.length > 0 ? `<div class="parts">${parts.join("")}</div>` : "",
    `<footer class="muted">Santral</footer>`,
  ];
  return wrap(embed.title, `<main>${body.join("")}</main>`, look, refreshS);
}

const cardWidgets = [
  "messagesIn",
  "conversationsStarted",
  "resolved",
  "deflection",
  "handedOff",
  "medianFirstResponseS",
  "minutesSaved",
  "satisfaction",
] as const;
type CardWidget = (typeof cardWidgets)[number];
const isCard = (widget: EmbedWidget): widget is CardWidget =>
  (cardWidgets as readonly string[]).includes(widget);

function drawCard(widget: CardWidget, { figures }: Live, t: Words, format: Format): string {
  const [now, before] = [figures.total[widget], figures.before[widget]];
  const ratio = now === null || !before ? null : (now - before) / before;
  const isGood = ratio !== null && ratio > 0 !== goodWhenDown.has(widget);
  const change =
    ratio === null
      ? `<span class="muted">${escapeHtml(t("page.nothingBefore"))}</span>`
      : Math.round(ratio * 100) === 0
        ? `<span class="muted">${escapeHtml(t("page.same"))}</span>`
        : `<span class="muted"><span class="${isGood ? "up" : "down"}">${escapeHtml(format.change(Math.min(9.99, ratio)))}</span> ${escapeHtml(t("page.against"))}</span>`;
  return (
    `<div class="card"><div class="muted">${escapeHtml(t(`widgets.${widget}`))}</div>` +
    `<div class="value" data-widget="${widget}"><bdi>${escapeHtml(tell(widget, now, t, format))}</bdi></div>${change}</div>`
  );
}

function tell(widget: CardWidget, value: number | null, t: Words, format: Format): string {
  if (value === null) return "–";
  if (widget === "deflection") return format.percent(value);
  if (widget === "medianFirstResponseS") return format.duration(value * 1_000);
  if (widget === "minutesSaved") return t("page.minutes", { minutes: value });
  return format.number(value, 2);
}

function drawPart(widget: EmbedWidget, embed: Live, t: Words, format: Format, locale: Locale): string | null {
  const { figures } = embed;
  const title = t(`widgets.${widget}`);
  const isRtl = directionOf(locale) === "rtl";
  const days = figures.points.map(({ day }) => ({ long: format.date(day), short: format.shortDate(day) }));
  if (widget === "messagesByDay" || widget === "outcomesByDay") {
    const series =
      widget === "messagesByDay"
        ? [
            {
              label: t("widgets.messagesIn"),
              colour: "--c2",
              values: figures.points.map((p) => p.messagesIn),
            },
          ]
        : [
            { label: t("widgets.resolved"), colour: "--c2", values: figures.points.map((p) => p.resolved) },
            { label: t("widgets.handedOff"), colour: "--c4", values: figures.points.map((p) => p.handedOff) },
          ];
    const head = [t("page.day"), ...series.map(({ label }) => label)];
    const rows = days.map(({ long }, index) => [
      long,
      ...series.map(({ values }) => format.number(values[index] ?? 0)),
    ]);
    const picture = drawBars({ days, series, isRtl, formatValue: format.number, empty: t("page.empty") });
    return drawSection(title, picture, head, rows, t);
  }
  if (widget === "heat") {
    const weekday = new Intl.DateTimeFormat(intlTags[locale], { weekday: "short", timeZone: "UTC" });
    // The first of January 2024 was a Monday.
    const names = Array.from({ length: 7 }, (_, day) => weekday.format(Date.UTC(2024, 0, 1 + day)));
    const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
    const rows = names.map((name, day) => [name, ...figures.heat[day]!.map((n) => format.number(n))]);
    const picture = drawHeat({ rows: names, values: figures.heat, isRtl, formatValue: format.number });
    return drawSection(title, picture, [t("page.day"), ...hours], rows, t);
  }
  if (widget === "languages") {
    const names = new Intl.DisplayNames(intlTags[locale], { type: "language" });
    const rows = figures.languages.map(({ language, turns }) => [
      names.of(language) ?? language,
      format.number(turns),
    ]);
    const body =
      rows.length > 0 ? table([t("page.language"), t("page.read")], rows) : escapeHtml(t("page.empty"));
    return `<section><h2>${escapeHtml(title)}</h2>${body}</section>`;
  }
  return null;
}

function drawSection(title: string, picture: string, head: string[], rows: string[][], t: Words): string {
  return (
    `<section><h2>${escapeHtml(title)}</h2>${picture}` +
    `<details><summary>${escapeHtml(t("page.table"))}</summary><div class="scroll">${table(head, rows)}</div></details></section>`
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const heads = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const lines = rows.map(
    ([first = "", ...rest]) =>
      `<tr><th scope="row">${escapeHtml(first)}</th>${rest.map((text) => `<td>${escapeHtml(text)}</td>`).join("")}</tr>`,
  );
  return `<table><thead><tr>${heads}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

async function wordsOf(locale: Locale): Promise<Words> {
  const messages = await loadMessages(locale, ["reports"]);
  const t = createTranslator({ locale, messages, namespace: "reports", timeZone: "UTC" });
  return (key, values) => t(key as Parameters<typeof t>[0], values as never);
}

function wrap(title: string, body: string, { locale, theme }: EmbedLook, refresh?: number): string {
  const chosen = theme === "system" ? "" : ` data-theme="${theme}"`;
  return (
    `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"${chosen}><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">` +
    `${refresh ? `<meta http-equiv="refresh" content="${refresh}">` : ""}<title>${escapeHtml(title)}</title>` +
    `<style>${pageStyle}</style></head><body>${body}</body></html>`
  );
}
