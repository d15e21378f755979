import { describe, expect, test } from "vitest";
import { type Locale, locales } from "@/lib/i18n/locales";
import { mailTemplates } from "../schemas";
import { exampleOf } from "./examples";
import { renderMail } from "./render-mail";

const all = mailTemplates.flatMap((template) => locales.map((locale) => [template, locale] as const));
const unsubscribeUrl = "https://santral.example/unsubscribe/x";

describe.each(all)("%s in %s", (template, locale) => {
  const render = () => renderMail(template, exampleOf(template, locale), { locale });

  test("says the same as HTML and as text, without a picture too", async () => {
    const { subject, html, text } = await render();
    const words = html
      .replace(/<(style|title|head)[\s\S]*?<\/\1>/g, "")
      .replace(/<[^>]+>/g, " ")
      .replaceAll("&amp;", "&")
      .replaceAll("&#x27;", "'");
    expect(subject).toMatch(/\S/);
    expect(html).not.toMatch(/undefined|\[object|\{\w+\}/);
    for (const line of text.split("\n").filter((one) => one.trim() && one !== "--")) {
      for (const part of line.split(/: |:$| \(|\)$/).filter(Boolean)) expect(words).toContain(part);
    }
  });

  test("is written in its direction, knows the dark, and loads nothing from elsewhere", async () => {
    const { html } = await render();
    expect(html).toContain(`dir="${locale === "ar" ? "rtl" : "ltr"}"`);
    expect(html).toContain(`lang="${locale}"`);
    expect(html).toContain("prefers-color-scheme: dark");
    expect([...html.matchAll(/ src="([^"]+)"/g)].every(([, source]) => source!.startsWith("cid:"))).toBe(
      true,
    );
    expect(html).not.toMatch(/<link|<script|url\(/);
  });

  test("every picture that it shows travels with it", async () => {
    const { html, pictures } = await render();
    const shown = [...html.matchAll(/cid:([^"]+)/g)].map(([, id]) => id);
    expect(new Set(pictures.map(({ contentId }) => contentId))).toEqual(new Set(shown));
  });

  test("stays below what mail programs cut off", async () => {
    expect(Buffer.byteLength((await render()).html)).toBeLessThan(100_000);
  });
});

describe("what people have typed", () => {
  test("is words in the HTML, never tags", async () => {
    const data = { ...exampleOf("invitation", "en"), inviter: "<img src=x onerror=alert(1)>" };
    const { html } = await renderMail("invitation", data, { locale: "en" });
    expect(html).not.toContain("<img src=x");
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });
});

test.each<Locale>(["tr", "en", "ru", "ar"])("a report in %s can be ended from its foot", async (locale) => {
  const { html, text } = await renderMail("weekly-report", exampleOf("weekly-report", locale), {
    locale,
    unsubscribeUrl,
  });
  expect(html).toContain(`href="${unsubscribeUrl}"`);
  expect(text).toContain(unsubscribeUrl);
});
