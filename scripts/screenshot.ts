/**
 * Takes the picture of the README from a running product: `npm start`, then `npm run screenshot` beside it. The demo's
 * customer asks for an order first, so that the thread shown is a fresh one.
 */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";
import { z } from "zod";

const origin = process.env.APP_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const picture = join(import.meta.dirname, "..", "docs", "guide", "panel.png");
const answerPatienceMs = 10_000;

const Demo = z.object({
  controlToken: z.string(),
  workspace: z.object({ slug: z.string() }),
  bot: z.object({ username: z.string() }),
  customer: z.object({ telegramId: z.number(), shopOrder: z.object({ number: z.string() }) }),
  signIns: z.array(z.object({ role: z.string(), url: z.string() })),
});

const demo = Demo.parse(await getJson("/sandbox/demo"));
await askForTheOrder();
await takePicture();
process.stdout.write(`Wrote ${picture}\n`);

async function askForTheOrder(): Promise<void> {
  const { telegramId, shopOrder } = demo.customer;
  const path = `/sandbox/telegram/control/chats/${telegramId}/messages?bot=${demo.bot.username}`;
  const Thread = z.object({ messages: z.array(z.object({ direction: z.string() })) });
  const countAnswers = async () =>
    Thread.parse(await getJson(path)).messages.filter(({ direction }) => direction === "out").length;

  const before = await countAnswers();
  const response = await fetch(`${origin}/sandbox/telegram/control/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo.controlToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      bot: demo.bot.username,
      from: telegramId,
      text: `Merhaba, ${shopOrder.number} numaralı siparişim nerede?`,
    }),
  });
  if (!response.ok) throw new Error(`The local Telegram refused the message: ${await response.text()}`);
  const deadline = Date.now() + answerPatienceMs;
  while ((await countAnswers()) === before) {
    if (Date.now() > deadline) throw new Error("The agent has not answered within ten seconds.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function takePicture(): Promise<void> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "tr-TR" });
    const owner = demo.signIns.find(({ role }) => role === "owner");
    if (!owner) throw new Error("The demo has no sign-in for an owner.");
    await page.goto(new URL(owner.url, origin).href);
    await page.goto(`${origin}/w/${demo.workspace.slug}/conversations`);
    await page.locator("main a[href*='c=']").first().click();
    await page.locator("main").getByText(demo.customer.shopOrder.number).first().waitFor();
    // Fonts and the last row of the thread are in place once the network is quiet; the live stream never ends.
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(500);
    mkdirSync(dirname(picture), { recursive: true });
    await page.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
}

function findChromium(): string {
  const places = [
    process.env.CHROME_PATH,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (!found) throw new Error("No Chromium was found: install it, or set CHROME_PATH to a browser.");
  return found;
}

async function getJson(path: string): Promise<unknown> {
  const headers: Record<string, string> =
    path === "/sandbox/demo" ? {} : { authorization: `Bearer ${demo.controlToken}` };
  const response = await fetch(`${origin}${path}`, { headers });
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}. Is the product running, sandbox on?`);
  return response.json();
}
