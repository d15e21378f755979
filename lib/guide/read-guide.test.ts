import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listChapters, listGuide, readGuide, readGuidePicture } from "./read-guide";

describe("the guide", () => {
  test("has the pages of its folder, each with its title, in every language", async () => {
    const pages = await listGuide("en");
    expect(pages.map(({ name }) => name)).toContain("teaching");
    expect(pages.every(({ title }) => title.length > 2)).toBe(true);
    expect((await listGuide("ar")).map(({ name }) => name)).toContain("teaching");
  });

  test("begins with the first day, leaves no page out, and says where nothing is in the reader's language", async () => {
    const { chapters, isOther } = await listChapters("tr");
    expect(chapters[0]?.pages[0]?.name).toBe("first-day");
    const listed = chapters.flatMap(({ pages }) => pages.map(({ name }) => name));
    expect(listed.toSorted()).toEqual((await listGuide("tr")).map(({ name }) => name).toSorted());
    expect(isOther).toBe(false);
    expect((await listChapters("ar")).isOther).toBe(true);
    expect((await listChapters("en")).isOther).toBe(false);
  });

  test("its pictures are few and small", () => {
    const folder = join(import.meta.dirname, "../../docs/guide");
    const pictures = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      /\.(png|jpe?g|webp)$/.test(name),
    );
    expect(pictures.length).toBeLessThanOrEqual(25);
    for (const name of pictures) {
      expect(statSync(join(folder, name)).size, name).toBeLessThanOrEqual(60_000);
    }
  });

  test("a page is HTML that leads to nothing but the web and the guide itself", async () => {
    for (const { name } of await listGuide("tr")) {
      const { html } = (await readGuide(name, "tr"))!;
      expect(html, name).toContain("<h1");
      const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, to]) => to!);
      expect(
        links.filter((to) => !/^(https?:|\/guide\/[a-z0-9-]+|#)/.test(to)),
        name,
      ).toEqual([]);
      const pictures = [...html.matchAll(/<img src="\/guide\/picture\/([^"]+)"/g)].map(([, to]) => to!);
      for (const picture of pictures) expect(await readGuidePicture(picture), picture).not.toBeNull();
    }
  });

  test.each(["../security", "..%2fsecurity", "", "teaching.md", "a/b"])("%j is no page", async (name) => {
    expect(await readGuide(name, "en")).toBeNull();
  });

  test.each(["../../package.json", "panel.svg", "inbox-tr.png", "/etc/passwd"])(
    "%j is no picture",
    async (name) => {
      expect(await readGuidePicture(name)).toBeNull();
    },
  );
});
