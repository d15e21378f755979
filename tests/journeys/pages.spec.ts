import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { listPages } from "../fixtures/pages.ts";

type Item = { id: string };

/** What the dark changes is colours. */
const looks = { light: null, dark: ["color-contrast", "link-in-text-block"] };

/** Every page, and the inbox with a conversation open beside it. */
async function openableOf(page: Page): Promise<string[]> {
  const { items } = await ask<{ items: Item[] }>(page, "conversations.list", { status: "handed_off" });
  return [...listPages(), `/w/demo/conversations?status=handed_off&c=${items[0]?.id}`];
}

/** What is still coming has come. */
async function open(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(200);
  await expect(page.locator('[aria-busy="true"], .skeleton'), path).toHaveCount(0);
}

test("no page has a serious fault for those who see or hear it otherwise, in light and in dark", async ({
  page,
}) => {
  // Every page twice: on a busy machine more than a journey usually takes.
  test.slow();
  await enter(page, "conversations");
  const faults: Record<string, unknown> = {};
  for (const path of await openableOf(page)) {
    await open(page, path);
    for (const [colorScheme, rules] of Object.entries(looks)) {
      // Without motion, so that nothing is looked at half faded.
      await page.emulateMedia({ colorScheme: colorScheme as keyof typeof looks, reducedMotion: "reduce" });
      const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] });
      const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      if (serious.length === 0) continue;
      faults[`${path} (${colorScheme})`] = serious.map(({ id, nodes }) => [
        id,
        ...nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.slice(0, 200)}`),
      ]);
    }
  }
  expect(faults).toEqual({});
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("every page reads from right to left in Arabic, and none is wider than the screen", async ({
    page,
    context,
    baseURL,
  }) => {
    await context.addCookies([{ name: "santral_locale", value: "ar", url: baseURL ?? "" }]);
    await enter(page, "conversations");
    const wide: Record<string, unknown> = {};
    for (const path of await openableOf(page)) {
      await open(page, path);
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      await expect(page.locator("html")).toHaveAttribute("lang", "ar");
      const excess = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      if (excess > 0) wide[path] = excess;
    }
    expect(wide).toEqual({});
  });
});
