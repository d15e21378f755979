import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { marked } from "marked";

export type GuidePage = { name: string; title: string };
export type GuideText = GuidePage & {
  html: string;
  /** The language it is written in; the reader's own where there is one. */
  language: string;
};

/** Beside the running product, as the migrations are. */
const folder = join(process.cwd(), "docs", "guide");
/** As `scripts/guide-pictures.ts` takes them. */
const pictureSize = { width: 1200, height: 760 };
const possibleName = /^[a-z0-9-]{1,80}$/;
/** What stands directly in the folder is English. */
const usualLanguage = "en";

/** In the order in which they help; what is not named here comes last, by its name. */
const chapters = [
  ["begin", ["first-day", "start-shop", "start-creator", "start-clinic", "start-desk"]],
  ["daily", ["inbox", "customers", "teaching", "imports", "bots", "figures"]],
  ["team", ["team", "notifications", "mail", "automatic-work"]],
] as const;
export type GuideChapter = {
  key: (typeof chapters)[number][0] | "more";
  pages: GuidePage[];
};

/** The guide's pages by chapter; `isOther` where none of them is in the reader's language. */
export async function listChapters(locale: string): Promise<{ chapters: GuideChapter[]; isOther: boolean }> {
  const pages = await listGuide(locale);
  const named = new Set<string>(chapters.flatMap(([, names]) => names));
  const pick = (names: readonly string[]) =>
    names.flatMap((name) => pages.filter((page) => page.name === name));
  return {
    isOther: locale !== usualLanguage && (await namesIn(join(folder, locale))).length === 0,
    chapters: [
      ...chapters.map(([key, names]) => ({ key, pages: pick(names) })),
      { key: "more" as const, pages: pages.filter(({ name }) => !named.has(name)) },
    ].filter((chapter) => chapter.pages.length > 0),
  };
}

/** The pages of the guide, by the titles of the reader's language. */
export async function listGuide(locale: string): Promise<GuidePage[]> {
  const [own, usual] = await Promise.all([namesIn(join(folder, locale)), namesIn(folder)]);
  const names = [...new Set([...own, ...usual])].sort();
  const pages = await Promise.all(names.map((name) => readGuide(name, locale)));
  return pages.filter((page) => page !== null).map(({ name, title }) => ({ name, title }));
}

/** One page as HTML, in the reader's language or in English; null when there is none of that name. */
export async function readGuide(name: string, locale: string): Promise<GuideText | null> {
  if (!possibleName.test(name)) return null;
  for (const [language, path] of [
    [locale, join(folder, locale, `${name}.md`)],
    [usualLanguage, join(folder, usualLanguage, `${name}.md`)],
    [usualLanguage, join(folder, `${name}.md`)],
  ] as const) {
    const text = await readFile(path, "utf8").catch(() => null);
    if (text !== null) return { name, language, title: titleOf(text, name), html: toHtml(text) };
  }
  return null;
}

/** A picture of the guide; null when there is none of that name. */
export async function readGuidePicture(name: string): Promise<Uint8Array | null> {
  if (!/^[a-z0-9-]{1,80}\.webp$/.test(name)) return null;
  return readFile(join(folder, "pictures", name)).catch(() => null);
}

async function namesIn(path: string): Promise<string[]> {
  const files = await readdir(path).catch(() => []);
  return files.filter((file) => file.endsWith(".md")).map((file) => file.slice(0, -".md".length));
}

const titleOf = (text: string, name: string): string => /^#\s+(.+)$/m.exec(text)?.[1]?.trim() ?? name;

/** Pictures and other pages are found where the product serves them; what leads outside the guide stays words. */
function toHtml(text: string): string {
  const html = marked.parse(text, { async: false, gfm: true });
  return html
    .replaceAll(
      /src="(?:\.\.?\/)*(?:pictures\/)?([a-z0-9-]+\.webp)"/g,
      // Its shape is known before it comes, so that nothing jumps.
      `src="/guide/picture/$1" width="${pictureSize.width}" height="${pictureSize.height}" loading="lazy"`,
    )
    .replaceAll(/href="(?:\.\/)?([a-z0-9-]+)\.md(#[^"]*)?"/g, 'href="/guide/$1$2"')
    .replaceAll(/<a href="(?!https?:|\/guide\/|#)[^"]*">(.*?)<\/a>/g, "$1")
    .replaceAll("<table>", '<div class="guide-table" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>")
    .replaceAll("<pre>", '<pre tabindex="0">');
}
