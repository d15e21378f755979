import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Overview = { model: { version: number } | null; waiting: number };

test("a member corrects an answer where it stands; the agent learns it, and forgets it again", async ({
  page,
  telegram,
}) => {
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Öğret",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: "paketin üstündeki kurdeleyi çözüp tekrar bağlıyorsunuz di mi" });
  await expect.poll(async () => (await customer.heard()).length).toBe(1);

  await enter(page, `conversations?q=${lastName}`);
  const before = await ask<Overview>(page, "agent.intents", undefined);
  await page.locator("[data-conversation]").first().click();
  await page
    .getByRole("button", { name: text("agent.why.open") })
    .last()
    .click();
  const account = page.getByRole("dialog", { name: text("agent.why.title") });
  await account.getByRole("combobox", { name: text("agent.teach.correct.intent") }).click();
  await page.getByRole("option", { name: text("agent.intents.exchange") }).click();
  await expect(page.getByText(text("agent.teach.correct.learns"))).toBeVisible();

  // It is learnt beside the server's work, and the figures of before and after are shown.
  const overview = () => ask<Overview>(page, "agent.intents", undefined);
  await expect
    .poll(
      async () => {
        const { model, waiting } = await overview();
        return waiting === 0 && model !== null && model.version !== before.model?.version;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await page.goto("/w/demo/agent");
  await expect(page.getByText(text("agent.teach.learnt.before"))).toBeVisible();
  await expect(page.getByText(text("agent.teach.learnt.after"))).toBeVisible();

  await page.getByRole("button", { name: text("agent.teach.learnt.undo") }).click();
  await page
    .getByRole("dialog", { name: text("agent.teach.learnt.undoTitle") })
    .getByRole("button", { name: text("agent.teach.learnt.undo") })
    .click();
  await expect(page.getByText(text("agent.teach.learnt.undone"))).toBeVisible();
  await expect
    .poll(async () => (await overview()).model?.version ?? null)
    .toBe(before.model?.version ?? null);
});
