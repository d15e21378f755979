import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { openDataFolder } from "../../scripts/lib/data-folder.ts";
import { ensureDatabase, startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.ts";
import type { FigureReport } from "../fixtures/first-conversation.ts";
import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { text } from "../fixtures/texts.ts";

const root = join(import.meta.dirname, "../..");

/** Reads the product's own database, past row security. */
async function withDatabase<T>(read: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const { dataDir } = openDataFolder({
    root,
    wanted: process.env.JOURNEY_DATA_DIR ?? ".data/journeys",
    isEmbedded: true,
  });
  const server = await startEmbeddedPostgres({ dataDir });
  const sql = postgres(await ensureDatabase(server.adminUrl, "santral"), { max: 1 });
  try {
    return await read(sql);
  } finally {
    await sql.end();
  }
}

test("what the page of figures says is what the rows come to, and each figure opens them", async ({
  page,
}) => {
  await enter(page, "insight?days=30");
  const report = await ask<FigureReport>(page, "insight.figures", { days: 30 });
  const counted = await withDatabase(async (sql) => {
    const [row] = await sql<{ messages: number; begun: number; handed: number; confirmed: number }[]>`
      with span as (
        select id as w, (date_trunc('day', now() at time zone time_zone) - interval '29 days') at time zone time_zone as a
        from workspaces where slug = 'demo'
      )
      select
        (select count(*)::int from messages m, span where m.workspace_id = w and m.created_at >= a and m.direction = 'in') as messages,
        (select count(*)::int from conversations c, span where c.workspace_id = w and c.created_at >= a) as begun,
        (select count(*)::int from agent_runs r, span where r.workspace_id = w and r.created_at >= a and r.action = 'handoff') as handed,
        (select count(*)::int from conversations c, span where c.workspace_id = w and c.resolved_at >= a
          and c.resolution = 'confirmed' and c.answer_count > 0 and c.member_message_count = 0
          and c.handed_off_at is null and (c.reopened_at is null or c.reopened_at < c.resolved_at
            or c.reopened_at > c.resolved_at + interval '72 hours')) as confirmed`;
    return row!;
  });
  expect(report.total).toMatchObject({
    messagesIn: counted.messages,
    conversationsStarted: counted.begun,
    handedOff: counted.handed,
    resolvedConfirmed: counted.confirmed,
  });

  const number = new Intl.NumberFormat("tr");
  const figure = (key: string) =>
    page
      .getByRole("listitem")
      .filter({ hasText: text(`insight.figures.${key}.label`) })
      .locator("[data-figure]");
  await expect(figure("messagesIn")).toHaveText(number.format(counted.messages));
  await expect(figure("resolvedConfirmed")).toHaveText(number.format(counted.confirmed));

  await figure("resolvedConfirmed").getByRole("button").click();
  const sheet = page.getByRole("dialog", { name: text("insight.figures.resolvedConfirmed.label") });
  await expect(sheet.getByRole("listitem")).toHaveCount(Math.min(50, counted.confirmed));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    sheet.getByRole("link", { name: text("insight.rows.file") }).click(),
  ]);
  const lines = (await (await download.createReadStream()).toArray()).join("").trim().split("\r\n");
  expect(lines).toHaveLength(counted.confirmed + 1);
});

test("a message moves the number without a reload", async ({ page, telegram }) => {
  await enter(page, "insight?days=1");
  const shown = page
    .getByRole("listitem")
    .filter({ hasText: text("insight.figures.messagesIn.label") })
    .locator("[data-figure]");
  await expect(shown).toHaveText(/\d/);
  const before = Number((await shown.textContent())?.replaceAll(".", "") ?? "0");
  const customer = await telegram.createCustomer(telegram.demo.bot.username, { first_name: "Canlı" });
  await customer.send({ text: "Merhaba" });
  await expect(shown).toHaveText(new Intl.NumberFormat("tr").format(before + 1), { timeout: 20_000 });
});

test.describe("an embed", () => {
  // A browser complains of a frame that it may not show.
  test.use({ mayComplain: true });

  test("is shown in the frame of the site that was named, in no other, and not after it was taken back", async ({
    page,
    browser,
  }) => {
    const frames: Server[] = [];
    const serve = async (html: () => string) => {
      const server = createServer((_request, response) => {
        response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html());
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      frames.push(server);
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    let address = "";
    const framing = () =>
      `<!doctype html><title>Site</title><iframe src="${address}" width="900" height="600"></iframe>`;
    const [named, other] = [await serve(framing), await serve(framing)];

    await enter(page, "insight/embeds");
    await page
      .getByRole("button", { name: text("reports.create.action") })
      .first()
      .click();
    const form = page.getByRole("dialog", { name: text("reports.create.title") });
    await form.getByLabel(text("reports.create.name"), { exact: true }).fill("Sitemiz");
    await form.getByLabel(text("reports.create.origins")).fill(named);
    await form.getByRole("button", { name: text("reports.create.action") }).click();
    const made = page.getByRole("dialog", { name: text("reports.made.title") });
    const embed = ((await made.locator("code").first().textContent()) ?? "").trim();
    expect(embed).toMatch(/\/embed\/[\w-]{32}\?lang=tr$/);
    await made.getByRole("button", { name: text("reports.made.done") }).click();

    const reader = await browser.newPage();
    address = embed;
    await reader.goto(named);
    const frame = reader.frameLocator("iframe");
    await expect(frame.locator('[data-widget="messagesIn"]')).toHaveText(/\d/);
    await reader.goto(other);
    await expect(frame.locator("[data-widget]")).toHaveCount(0);
    // The rest of the product is framed by nobody, wherever it is asked from.
    address = new URL("/", page.url()).href;
    await reader.goto(named);
    await expect(frame.locator("body main")).toHaveCount(0);

    const line = page.getByRole("listitem").filter({ hasText: "Sitemiz" }).first();
    await line.getByRole("button", { name: text("reports.revoke.action") }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: text("reports.revoke.action") })
      .click();
    await expect(line.getByText(text("reports.list.state.revoked"))).toBeVisible();
    address = embed;
    await reader.goto(named);
    await expect(frame.getByRole("heading")).toHaveText(text("reports.page.revoked.title"));
    await expect(frame.locator("[data-widget]")).toHaveCount(0);
    await reader.close();
    for (const server of frames) server.close();
  });
});
