import type { Page } from "@playwright/test";
import { findBarriers } from "../fixtures/axe.ts";
import { ask, connectBot, enter, expect, test } from "../fixtures/journey.ts";
import { text } from "../fixtures/texts.ts";

const suspend = text("operator.workspace.suspend");
const resume = text("operator.workspace.resume");

async function openSheet(page: Page, name: string): Promise<void> {
  await page.goto(`/operator/workspaces?q=${encodeURIComponent(name)}`);
  await page.getByRole("row").filter({ hasText: name }).click();
  await expect(page.getByRole("dialog").getByText(text("operator.workspace.usage"))).toBeVisible();
}

test("an operator suspends a workspace and lets it go on; nothing is lost meanwhile", async ({
  page,
  browser,
  baseURL,
  telegram,
}) => {
  test.setTimeout(180_000);
  await enter(page, "channels");
  const name = `Askı ${Date.now() % 1_000_000}`;
  const { slug } = await ask<{ slug: string }>(
    page,
    "workspaces.add",
    { kind: "shop", name, language: "tr", timeZone: "Europe/Istanbul" },
    { isMutation: true },
  );
  const switched = await page.request.post("/api/trpc/workspaces.update", {
    headers: { "x-santral-workspace": slug },
    data: { isAgentOn: true },
  });
  expect(switched.status()).toBe(200);
  const bot = await telegram.createBot("Askıdaki");
  await page.goto(`/w/${slug}/channels`);
  await connectBot(page, bot.token);
  await page.waitForURL(`**/channels/${bot.username}`);

  // Somebody works in it while the operator looks at the console.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: baseURL! });
  const member = await context.newPage();
  await enter(member, "channels");
  await member.goto(`/w/${slug}/conversations`);
  await expect(member).toHaveURL(/conversations/);

  await page.goto("/operator");
  await expect(page.getByText(text("operator.overview.ready"))).toBeVisible();
  await openSheet(page, name);
  await page.getByRole("button", { name: suspend }).click();
  const dialog = page.getByRole("dialog").filter({ hasText: text("operator.workspace.reasonHint") });
  await dialog.getByRole("button", { name: suspend }).click();
  await expect(dialog.getByText(text("operator.workspace.reasonNeeded"))).toBeVisible();
  const reason = "Fatura üç aydır ödenmedi";
  await dialog.getByRole("textbox").fill(reason);
  await dialog.getByRole("button", { name: suspend }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: resume })).toBeVisible();

  // The page that stood open tells by itself, and so does every other one.
  await expect(member.getByText(reason)).toBeVisible();
  await member.goto(`/w/${slug}/settings`);
  await expect(member.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(member.getByText(reason)).toBeVisible();
  const refused = await member.request.get("/api/trpc/workspaces.get", {
    headers: { "x-santral-workspace": slug },
  });
  expect(refused.status()).toBe(403);
  // Another workspace of theirs is open as before.
  await member.goto("/w/demo/conversations");
  await expect(member).toHaveURL(/demo\/conversations/);

  // A customer writes: it is taken in, and nobody answers.
  const customer = await telegram.createCustomer(bot.username, { first_name: "Ece" });
  await customer.send({ text: "merhaba" });
  await page.waitForTimeout(4_000);
  expect(await customer.heard()).toEqual([]);

  await page.getByRole("button", { name: resume }).click();
  await page
    .getByRole("dialog")
    .filter({ hasText: text("operator.workspace.resumeConsequence") })
    .getByRole("button", { name: resume })
    .click();
  await expect(page.getByRole("button", { name: suspend })).toBeVisible();
  await member.goto(`/w/${slug}/conversations`);
  await expect(member.getByText("Ece").first()).toBeVisible();
  await customer.send({ text: "merhaba" });
  await expect.poll(() => customer.heard(), { timeout: 20_000 }).toHaveLength(1);
  await context.close();

  await page.goto("/operator/system");
  const acts = page.getByRole("table", { name: text("operator.acts.title") });
  await expect(acts.getByRole("row").filter({ hasText: name }).first()).toContainText(
    text("operator.acts.names.resume"),
  );
  await expect(acts).toContainText(reason);
});

test("an operator follows automatic work of the platform itself, and runs it again", async ({ page }) => {
  await enter(page, "settings/hours");
  await page.goto("/operator/runs?workspace=platform&work=operations-upkeep");
  const work = (key: string) => text(`workflows.${key}`);
  const rows = page.getByRole("table", { name: work("list.label") }).getByRole("row");
  const upkeep = rows.filter({ hasText: work("names.operations-upkeep") });
  await expect(upkeep.first()).toContainText(text("operator.runs.platform"));
  await expect(upkeep.first()).toContainText(work("status.completed"), { timeout: 20_000 });
  const before = await upkeep.count();
  await upkeep.first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/run=wfr_/);
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("partitions", { exact: true })).toBeVisible();
  expect(await findBarriers(page)).toEqual([]);
  await sheet.getByRole("button", { name: work("run.replay.action") }).click();
  await page
    .getByRole("dialog")
    .last()
    .getByRole("button", { name: work("run.replay.action") })
    .click();
  await page.getByText(work("run.replay.open")).click();
  await expect(sheet.getByText(work("run.links.replayOf"))).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(upkeep).toHaveCount(before + 1);

  await page.goto("/operator/system");
  await page
    .getByRole("link", { name: text("operator.acts.names.replayRun") })
    .first()
    .click();
  await expect(page.getByRole("dialog").getByText("partitions", { exact: true })).toBeVisible();
});

test("what an operator switches off for one workspace is closed there, and open again after", async ({
  page,
}) => {
  await enter(page, "settings/hours");
  const feature = (key: string) => text(`operator.features.${key}`);
  // Open from before the workspace comes into being, which is offered there without a reload.
  const platform = await page.context().newPage();
  await platform.goto("/operator/features");
  const imports = platform.locator("section", { hasText: feature("parts.imports.name") });
  await imports.getByRole("combobox").click();
  await expect(platform.getByRole("option").nth(1)).toBeVisible();
  const name = `Kapalı ${Date.now() % 1_000_000}`;
  const { slug } = await ask<{ slug: string }>(
    page,
    "workspaces.add",
    { kind: "shop", name, language: "tr", timeZone: "Europe/Istanbul" },
    { isMutation: true },
  );
  const importAction = page.getByRole("button", { name: text("imports.targets.customers.action") });
  const send = () =>
    page.request.post("/api/imports?target=customers&name=a.csv", {
      headers: { "x-santral-workspace": slug },
      data: "ad;telefon\nEce;05321234567\n",
    });

  await page.goto(`/w/${slug}/customers`);
  await expect(importAction.first()).toBeVisible();

  await platform.getByRole("option", { name, exact: true }).click();
  await imports.getByRole("button", { name: feature("switchOffHere") }).click();
  await platform
    .getByRole("dialog")
    .getByRole("button", { name: feature("switchOff"), exact: true })
    .click();
  await expect(imports.getByRole("listitem").filter({ hasText: name })).toContainText(feature("offHere"));
  expect(await findBarriers(platform)).toEqual([]);

  const refused = await send();
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: "FEATURE_OFF" } });
  await page.goto(`/w/${slug}/customers`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(importAction).toHaveCount(0);

  await imports.getByRole("button", { name: feature("takeBackOf").replace("{workspace}", name) }).click();
  await expect(imports.getByRole("listitem").filter({ hasText: name })).toHaveCount(0);
  expect((await send()).status()).toBe(200);
  await page.goto(`/w/${slug}/customers`);
  await expect(importAction.first()).toBeVisible();
});

test("for everybody else the console does not exist", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: baseURL! });
  const page = await context.newPage();
  await page.goto("/operator");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Foperator/);
  await enter(page, "conversations", "admin");
  for (const path of ["", "/workspaces", "/bots", "/runs", "/features", "/errors", "/system"]) {
    const answer = await page.goto(`/operator${path}`);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByText(text("common.notFound.title"))).toBeVisible();
  }
  await context.close();
});
