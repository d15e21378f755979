import { describe, expect, test } from "vitest";
import { listGuide, readGuide, readGuidePicture } from "./read-guide";

describe("the guide", () => {
  test("has the pages of its folder, each with its title, in every language", async () => {
    const pages = await listGuide("en");
    expect(pages.map(({ name }) => name)).toContain("teaching");
    expect(pages.every(({ title }) => title.length > 2)).toBe(true);
    expect((await listGuide("ar")).map(({ name }) => name)).toContain("teaching");
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

  test.each(["../../package.json", "panel.svg", "/etc/passwd"])("%j is no picture", async (name) => {
    expect(await readGuidePicture(name)).toBeNull();
  });
});
