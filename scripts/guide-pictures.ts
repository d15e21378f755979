/**
 * `npm run guide:pictures`: takes the pictures of the guide, in Turkish and English, into `docs/guide/pictures/`; the README
 * shows one of them. Starts the product with its demo, and founds a workspace as a stranger does, so that the pictures are
 * of what a reader meets.
 *
 * @param --origin of a product that runs already, with its demo made; without it one is started and stopped
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import sharp from "sharp";
import { z } from "zod";
import { chromiumArguments, requireChromium } from "./lib/chromium.ts";
import { startOwnProduct } from "./lib/own-product.ts";

const folder = join(import.meta.dirname, "../docs/guide/pictures");
const languages = ["tr", "en"] as const;
type Language = (typeof languages)[number];

const viewport = { width: 1200, height: 760 };
/** What one picture may weigh. */
const mostBytes = 60_000;
/** Charts and sheets have come to rest by then; the live stream never ends. */
const restMs = 1_200;
const patienceMs = 180_000;

/** The workspace of the demo that is pictured, and what a customer asks there: each language has its own. */
const shown = {
  tr: { slug: "demo", bot: "moda_sokak_bot", question: "Merhaba, SN-10001 numaralı siparişim nerede?" },
  en: { slug: "demo-desk", bot: "pusula_signals_bot", question: "Hi, how much is the membership?" },
} as const;

const Demo = z.object({
  controlToken: z.string(),
  customer: z.object({ telegramId: z.number() }),
  progress: z.object({ isMade: z.boolean() }),
});

const { values } = parseArgs({ options: { origin: { type: "string" } } });
const dataDir = values.origin ? null : mkdtempSync(join(tmpdir(), "santral-guide-"));
const product = dataDir
  ? await startOwnProduct({ dataDir, env: { DEMO: "all" } })
  : { origin: values.origin ?? "", stop: async () => {} };
const browser = await chromium.launch({
  executablePath: requireChromium((line) => console.log(line)),
  args: chromiumArguments,
});
try {
  const { controlToken, customer } = await waitForDemo();
  mkdirSync(folder, { recursive: true });
  for (const language of languages) {
    await pictureFirstSteps(browser, language, controlToken);
    const asking = language === "tr" ? customer.telegramId : await createCustomer(controlToken);
    await askBot(language, asking, controlToken);
    await picturePanel(browser, language);
  }
} finally {
  await browser.close();
  await product.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
}

async function waitForDemo(): Promise<z.infer<typeof Demo>> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const demo = Demo.safeParse(await (await fetch(`${product.origin}/sandbox/demo`)).json());
    if (demo.data?.progress.isMade) return demo.data;
    if (Date.now() > deadline) throw new Error("The demo was not made in three minutes.");
    await sleep(500);
  }
}

async function control(controlToken: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${product.origin}/sandbox/${path}`, {
    headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

async function createCustomer(controlToken: string): Promise<number> {
  const person = { first_name: "Emma", last_name: "Clark", language_code: "en" };
  return z.object({ id: z.number() }).parse(await control(controlToken, "telegram/control/users", person)).id;
}

/** A customer asks, and has an answer. */
async function askBot(language: Language, from: number, controlToken: string): Promise<void> {
  const { bot, question } = shown[language];
  const Chat = z.object({ messages: z.array(z.object({ direction: z.string() })) });
  const countAnswers = async () =>
    Chat.parse(
      await control(controlToken, `telegram/control/chats/${from}/messages?bot=${bot}`),
    ).messages.filter(({ direction }) => direction === "out").length;
  const before = await countAnswers();
  await control(controlToken, "telegram/control/messages", { bot, from, text: question });
  const deadline = Date.now() + 15_000;
  while ((await countAnswers()) === before) {
    if (Date.now() > deadline) throw new Error(`@${bot} has not answered within fifteen seconds.`);
    await sleep(100);
  }
}

/** A stranger signs up, founds a clinic and hears its bot's first answer. */
async function pictureFirstSteps(browser: Browser, language: Language, controlToken: string): Promise<void> {
  const page = await openPage(browser, language);
  const address = `guide-${language}-${Date.now().toString(36)}@example.com`;
  await page.goto("/sign-up");
  await page.locator("input[name=displayName]").fill("Ada Yılmaz");
  await page.locator("input[name=address]").fill(address);
  await page.locator("input[name=password]").fill("dört kelime yeter bana");
  await page.locator("form button[type=submit]").first().click();
  await page.goto(await findSignUpLink(address, controlToken));
  await page.locator("main form button").first().click();
  await page.waitForURL("**/start");
  await page.getByRole("radio").nth(2).check({ force: true });
  await page.locator("input[autocomplete=organization]").fill(language === "tr" ? "Ada Diş" : "Ada Dental");
  await take(page, `kind-${language}`);

  await page.locator("main form button[type=submit]").click();
  await page.waitForURL(/\/start\/.+/);
  const step = (name: string) => page.locator(`[data-step=${name}]`);
  const local = step("bot").locator("button:has(svg.lucide-smartphone)");
  await local.waitFor();
  await take(page, `steps-${language}`);
  await local.click();
  await step("knowledge").locator("button:has(svg.lucide-sparkles)").click();
  await step("agent").locator("button:has(svg.lucide-power)").click();
  await step("reply").locator("button:has(svg.lucide-smartphone)").click();
  await step("reply").locator("li button").first().click();
  await page.locator('[data-step="reply"][data-done]').waitFor();
  await step("reply").scrollIntoViewIfNeeded();
  await take(page, `try-${language}`);
  await page.context().close();
}

async function picturePanel(browser: Browser, language: Language): Promise<void> {
  const page = await openPage(browser, language);
  const { slug, bot } = shown[language];
  await page.goto(`/sandbox/sign-in?role=owner&to=/w/${slug}/conversations`);
  await page.locator("main a[href*='c=']").first().click();
  await take(page, `inbox-${language}`);
  // Somebody is invited, so that invitations and mail have something to show.
  await page.request.post("/api/trpc/members.invite", {
    headers: { "x-santral-workspace": slug },
    data: { role: "support", locale: language, email: `deniz-${Date.now().toString(36)}@example.com` },
  });
  const views = [
    ["knowledge", "knowledge"],
    ["agent", "agent"],
    ["bot", `channels/${bot}`],
    ["figures", "insight"],
    ["members", "settings/members"],
    ["mail", "settings/mail"],
  ] as const;
  for (const [name, path] of views) {
    await page.goto(`/w/${slug}/${path}`);
    await take(page, `${name}-${language}`);
  }
  await page.goto(`/w/${slug}/channels/${bot}`);
  await page.locator("main nav a").nth(1).click();
  await take(page, `replies-${language}`);
  await page.goto(`/w/${slug}/insight/embeds`);
  await page.locator("main button:has(svg.lucide-share-2)").first().click();
  await page.getByRole("dialog").waitFor();
  await take(page, `embed-${language}`);
  await page.context().close();
}

async function openPage(browser: Browser, language: Language): Promise<Page> {
  const context = await browser.newContext({
    baseURL: product.origin,
    viewport,
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: language,
    timezoneId: "Europe/Istanbul",
  });
  await context.addCookies([
    { name: "santral_locale", value: language, url: product.origin },
    { name: "santral_theme", value: "light", url: product.origin },
  ]);
  return context.newPage();
}

async function findSignUpLink(address: string, controlToken: string): Promise<string> {
  const Mails = z.object({ mails: z.array(z.object({ id: z.string() })) });
  const Mail = z.object({ mail: z.object({ links: z.array(z.string()) }) });
  const ask = (call: string) => control(controlToken, `mail/control/${call}`);
  const deadline = Date.now() + 15_000;
  while (Date.now() < deadline) {
    const [newest] = Mails.parse(await ask(`mails?to=${encodeURIComponent(address)}`)).mails;
    const links = newest ? Mail.parse(await ask(`mails/${newest.id}`)).mail.links : [];
    const link = links.find((one) => new URL(one).pathname.startsWith("/sign-up/"));
    if (link) return link;
    await sleep(200);
  }
  throw new Error(`No mail has come for ${address}.`);
}

/** The page as it stands, as small as it can be while it is read well. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(restMs);
  const picture = await page.screenshot();
  for (let quality = 82; quality >= 40; quality -= 6) {
    const small = await sharp(picture).webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
    if (small.length > mostBytes) continue;
    writeFileSync(join(folder, `${name}.webp`), small);
    console.log(`docs/guide/pictures/${name}.webp  ${Math.round(small.length / 1000)} kB`);
    return;
  }
  throw new Error(`${name} does not fit into ${mostBytes} bytes.`);
}
