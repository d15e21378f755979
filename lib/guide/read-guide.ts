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
const possibleName = /^[a-z0-9-]{1,80}$/;
/** What stands directly in the folder is English. */
const usualLanguage = "en";

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
  if (!/^[a-z0-9-]{1,80}\.png$/.test(name)) return null;
  return readFile(join(folder, name)).catch(() => null);
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
      /src="(?:\.\.?\/)*(?:pictures\/)?([a-z0-9-]+\.png)"/g,
      'src="/guide/picture/$1" loading="lazy"',
    )
    .replaceAll(/href="(?:\.\/)?([a-z0-9-]+)\.md(#[^"]*)?"/g, 'href="/guide/$1$2"')
    .replaceAll(/<a href="(?!https?:|\/guide\/|#)[^"]*">(.*?)<\/a>/g, "$1")
    .replaceAll("<table>", '<div class="guide-table" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>")
    .replaceAll("<pre>", '<pre tabindex="0">');
}
