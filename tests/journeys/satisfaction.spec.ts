import { ask, enter, expect, test } from "../fixtures/journey.ts";
import { type Customer, makeOrder } from "../fixtures/local-telegram.ts";
import { text } from "../fixtures/texts.ts";

type Item = { id: string; status: string; lastSeq: number };

/** Presses the newest button of this label. */
async function press(customer: Customer, label: string): Promise<void> {
  const message = (await customer.read()).findLast(({ buttons }) =>
    buttons.some(({ text }) => text === label),
  );
  const data = message?.buttons.find(({ text }) => text === label)?.data;
  if (!message || !data) throw new Error(`There is no button "${label}".`);
  await customer.send({ callback: { messageId: message.id, data } });
}

test("a closed conversation is asked about, a tap and a comment are kept, and a low one is told", async ({
  page,
  telegram,
}) => {
  // The question comes half a minute after the close.
  test.setTimeout(150_000);
  await enter(page, "conversations", "supervisor");
  const { lastName } = makeOrder();
  const customer = await telegram.createCustomer(telegram.demo.bot.username, {
    first_name: "Nehir",
    last_name: lastName,
    language_code: "tr",
  });
  await customer.send({ text: "bir temsilciyle görüşmek istiyorum" });
  await expect.poll(async () => (await customer.conversation().catch(() => null))?.status).toBe("handed_off");
  const find = async () =>
    (await ask<{ items: Item[] }>(page, "conversations.list", { q: lastName })).items[0]!;
  const { id } = await find();
  await ask(page, "conversations.close", { conversationId: id }, { isMutation: true });

  const question = text("bot-rating.question").split("{shop}").at(-1)!.trim();
  const isAsked = async () => (await customer.heard()).some((said) => said.includes(question));
  await expect.poll(isAsked, { timeout: 90_000 }).toBe(true);
  await press(customer, "🙁");
  const thanks = text("bot-rating.thanks").replace("{emoji}", "🙁");
  await expect.poll(async () => (await customer.heard()).includes(thanks)).toBe(true);
  await expect
    .poll(() =>
      press(customer, text("bot-rating.commentButton")).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  await expect
    .poll(async () => (await customer.heard()).includes(text("bot-rating.writeComment")))
    .toBe(true);
  await customer.send({ text: "Yanıt geç geldi." });
  await expect
    .poll(async () => (await customer.heard()).includes(text("bot-rating.commentThanks")))
    .toBe(true);

  expect((await find()).status).toBe("closed");
  await page.goto(`/w/demo/conversations?status=closed&c=${id}`);
  await expect(page.getByText("Yanıt geç geldi.")).toBeVisible();
  await expect(page.getByText(text("customers.ratings.score").replace("{score}", "2")).first()).toBeVisible();
  await page.getByRole("button", { name: new RegExp(`^${text("notifications.title")}`) }).click();
  await expect(page.getByRole("dialog").getByText(`Nehir ${lastName}`).first()).toBeVisible();
});
