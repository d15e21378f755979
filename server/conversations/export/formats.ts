import type { Entry } from "./read-entries";

export const exportFormats = ["html", "text", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What stands above what was said. */
export type ExportHead = {
  title: string;
  /** What it is and what that says: customer, bot, workspace, zone … */
  facts: { term: string; value: string }[];
  locale: string;
  direction: "ltr" | "rtl";
  /** For programs. */
  data: Record<string, unknown>;
};

/** How an entry is told in words. */
export type ExportWords = {
  who(entry: Entry): string;
  when(at: Date): string;
  /** What the message carries or is; null for plain words. */
  what(entry: Entry): string | null;
  edited: string;
  deleted: string;
  note: string;
};

type Writer = {
  contentType: string;
  extension: string;
  head(head: ExportHead): string;
  entry(entry: Entry, words: ExportWords, index: number): string;
  foot: string;
};

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML shows it and never runs it. */
const escapeHtml = (text: string): string =>
  text.toWellFormed().replace(/[&<>"']/g, (sign) => escapes[sign]!);

const style = `
:root{color-scheme:light}
body{font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic","Noto Color Emoji",sans-serif;color:#1c1a17;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem;margin:0 0 .5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1.5rem;padding-bottom:1rem;border-bottom:1px solid #ddd8cf}
dt{color:#6b655c}dd{margin:0}
article{margin:0 0 .9rem;padding-inline-start:.75rem;border-inline-start:3px solid #ddd8cf;break-inside:avoid}
article.customer{border-color:#9a9489}article.agent{border-color:#0f7c7c}article.member{border-color:#3c6fb0}article.note{border-color:#c98a12;background:#fdf6e6}
header{color:#6b655c;font-size:.85rem}header b{color:#1c1a17}
p{margin:.1rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
.what{color:#6b655c}.gone p{text-decoration:line-through;color:#6b655c}
@media print{body{margin:0;max-width:none}}`.replaceAll("\n", "");

const marksOf = (entry: Entry, words: ExportWords): string[] =>
  entry.type === "note"
    ? [words.note]
    : [...(entry.editedAt ? [words.edited] : []), ...(entry.deletedAt ? [words.deleted] : [])];

const html: Writer = {
  contentType: "text/html; charset=utf-8",
  extension: "html",
  head: ({ title, facts, locale, direction }) =>
    `<!doctype html><html lang="${escapeHtml(locale)}" dir="${direction}"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${style}</style></head>` +
    `<body><h1><bdi>${escapeHtml(title)}</bdi></h1><dl>${facts
      .map(({ term, value }) => `<dt>${escapeHtml(term)}</dt><dd><bdi>${escapeHtml(value)}</bdi></dd>`)
      .join("")}</dl><main>\n`,
  entry(entry, words) {
    const what = words.what(entry);
    const kind = entry.type === "note" ? "note" : entry.author;
    const isGone = entry.type === "message" && entry.deletedAt !== null;
    const marks = marksOf(entry, words).map((mark) => ` · ${escapeHtml(mark)}`);
    return (
      `<article class="${kind}${isGone ? " gone" : ""}"><header><b><bdi>${escapeHtml(words.who(entry))}</bdi></b> · ` +
      `<time datetime="${entry.at.toISOString()}">${escapeHtml(words.when(entry.at))}</time>${marks.join("")}</header>` +
      (what ? `<p class="what"><bdi>${escapeHtml(what)}</bdi></p>` : "") +
      (entry.text ? `<p dir="auto">${escapeHtml(entry.text)}</p>` : "") +
      "</article>\n"
    );
  },
  foot: "</main></body></html>\n",
};

/** Whatever some program takes for the end of a line. */
const lineEnd = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/** No line begins with what somebody wrote: a program that reads lines takes none of it for a line of ours or a formula. */
const indent = (text: string): string =>
  text
    .toWellFormed()
    .split(lineEnd)
    .map((line) => `  ${line}`)
    .join("\n");

const inLine = (text: string): string => text.toWellFormed().replace(lineEnd, " ");

const text: Writer = {
  contentType: "text/plain; charset=utf-8",
  extension: "txt",
  head: ({ title, facts }) =>
    // With the mark by which editors know UTF-8.
    `\ufeff# ${inLine(title)}\n${facts.map(({ term, value }) => `# ${term}: ${inLine(value)}`).join("\n")}\n\n`,
  entry(entry, words) {
    const what = words.what(entry);
    const marks = marksOf(entry, words).map((mark) => ` (${mark})`);
    return (
      `[${words.when(entry.at)}] ${inLine(words.who(entry))}${marks.join("")}:\n` +
      (what ? `  <${inLine(what)}>\n` : "") +
      (entry.text ? `${indent(entry.text)}\n` : "") +
      "\n"
    );
  },
  foot: "",
};

const wellFormed = (_: string, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value);

const json: Writer = {
  contentType: "application/json; charset=utf-8",
  extension: "json",
  head: ({ data }) => `${JSON.stringify(data, wellFormed).slice(0, -1)},"entries":[`,
  entry: (entry, _, index) => `${index === 0 ? "\n" : ",\n"}${JSON.stringify(entry, wellFormed)}`,
  foot: "\n]}\n",
};

export const writers: Record<ExportFormat, Writer> = { html, text, json };
