import type { Page } from "@playwright/test";
import { enter, expect, test } from "../fixtures/journey.ts";
import { makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

/** A real JPEG of this width: what the browser shows just now. */
const picture = (page: Page, width: number) =>
  page.screenshot({ type: "jpeg", clip: { x: 0, y: 0, width, height: 240 } });

const composerOf = (page: Page) => page.getByRole("textbox", { name: text("conversations.composer.label") });

test("pictures and files go both ways, are answered, changed and taken back", async ({ page, telegram }) => {
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Filiz",
    last_name: lastName,
    language_code: "tr",
  });
  // An album of two pictures is one bubble, and the agent leaves it to people.
  const album = String(Date.now());
  for (const [width, caption] of [
    [320, "Ürün bu hâlde geldi"],
    [360, undefined],
  ] as const) {
    await customer.send({
      photo: (await picture(page, width)).toString("base64"),
      media_group_id: album,
      ...(caption && { caption }),
    });
  }
  await expect.poll(async () => (await customer.conversation().catch(() => null))?.status).toBe("handed_off");

  await enter(page, `conversations?q=${lastName}`, "support");
  await page.locator("[data-conversation]").first().click();
  const pictures = page.getByRole("img", { name: text("conversations.content.alt.photo") });
  await expect(pictures).toHaveCount(2);
  const widths = () =>
    pictures.evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth));
  await expect.poll(widths).toEqual([320, 360]);
  await expect(page.getByRole("article").filter({ has: pictures.first() })).toHaveCount(1);

  // What is not what its name says is refused with the reason, and the rest goes on.
  const composer = composerOf(page);
  const attached = page.getByRole("list", { name: text("conversations.attach.list") });
  const picker = page.locator("form input[type=file]");
  await picker.setInputFiles([
    {
      name: "fatura.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.4\n%âãÏÓ\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"),
    },
    { name: "değişim.jpg", mimeType: "image/jpeg", buffer: await picture(page, 400) },
    { name: "boş.txt", mimeType: "text/plain", buffer: Buffer.from("") },
  ]);
  await expect(page.getByText(text("conversations.attach.reasons.empty"))).toBeVisible();
  await expect(attached.getByRole("listitem")).toHaveCount(2);
  await composer.fill("Yenisi ve faturası burada");
  await composer.press("ControlOrMeta+Enter");
  await expect(attached).toHaveCount(0);
  await expect
    .poll(
      async () =>
        (await customer.read()).filter(({ direction, photo, file }) => direction === "out" && (photo || file))
          .length,
    )
    .toBe(2);

  // A member's answer is a reply to one message, is changed, and can be taken back before it goes.
  await customer.send({ text: "teşekkürler, bir sorum daha var" });
  const question = page.getByRole("article").filter({ hasText: "bir sorum daha var" });
  await expect(question).toBeVisible();
  await question.hover();
  await question.getByRole("button", { name: text("conversations.change.actions") }).click();
  await page.getByRole("menuitem", { name: text("conversations.change.reply") }).click();
  await composer.fill("Buyurun");
  await composer.press("ControlOrMeta+Enter");
  await expect.poll(async () => (await customer.read()).at(-1)?.text).toBe("Buyurun");
  // The page may hear of it later than the customer.
  const reply = page
    .getByRole("article", { name: text("conversations.thread.you") })
    .filter({ hasText: "Buyurun" });
  await reply.hover();
  await reply.getByRole("button", { name: text("conversations.change.actions") }).click();
  await page.getByRole("menuitem", { name: text("conversations.change.edit") }).click();
  await expect(composer).toHaveValue("Buyurun");
  await composer.fill("Buyurun Filiz Hanım");
  await composer.press("ControlOrMeta+Enter");
  await expect.poll(async () => (await customer.read()).at(-1)?.text).toBe("Buyurun Filiz Hanım");
  await expect(
    page.getByRole("article").filter({ hasText: text("conversations.thread.edited") }),
  ).toBeVisible();
});
