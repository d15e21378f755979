import { expect, test } from "../fixtures/journey.ts";
import { text } from "../fixtures/texts.ts";

test("the landing page shows what a bot of each kind has said, and a phone that answers now", async ({
  page,
}) => {
  await page.goto("/");
  for (const kind of ["clinic", "creator", "desk", "shop"] as const) {
    await page.getByRole("button", { name: text(`landing.kinds.${kind}.title`), exact: true }).click();
    const told = page.getByRole("figure", { name: text(`landing.pictures.${kind}.label`) });
    await expect(told).toContainText(text(`landing.pictures.${kind}.question`));
    await expect(told).toContainText(text(`landing.pictures.${kind}.source`));
  }
  await page.getByRole("button", { name: text("landing.live.open") }).click();
  const phone = page.getByRole("region", { name: text("landing.live.title") });
  await phone.getByPlaceholder(text("sandbox.composer.placeholder")).fill("SN-10001 nerede?");
  await page.keyboard.press("Enter");
  await expect(phone.getByRole("log")).toContainText("SN-10001 nerede?");
  await expect(phone.getByRole("log")).toContainText(/SN-10001.*(kargo|teslim)/i, { timeout: 15_000 });
});

test("the guide begins with the first day, with pictures, and says where it is in another language", async ({
  page,
}) => {
  await page.goto("/guide");
  await page.getByRole("link").filter({ hasText: "İlk gün" }).click();
  await page.waitForURL("**/guide/first-day");
  const picture = page.locator("article img").first();
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1200);
  await page
    .context()
    .addCookies([{ name: "santral_locale", value: "ar", url: new URL("/", page.url()).href }]);
  await page.goto("/guide");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.getByText("الدليل بالإنجليزية فقط حاليًا.")).toBeVisible();
  await page.goto("/guide/first-day");
  await expect(page.locator("article")).toHaveAttribute("dir", "ltr");
});

test("the mark is there for browsers that ask for it before any page", async ({ request }) => {
  const icon = await request.get("/favicon.ico");
  expect(icon.status()).toBe(200);
  expect((await icon.body()).subarray(0, 4)).toEqual(Buffer.from([0, 0, 1, 0]));
});
