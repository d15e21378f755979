import { demoOrder } from "./demo-orders";
import type { DemoTelegram } from "./demo-telegram";

const groupTitle = "Moda Sokak Müşterileri";

/** The shop's customer of the first conversation, and a group of customers with the bot in it, at the local Telegram. */
export function makeShopWorld(telegram: DemoTelegram, bot: string): void {
  if (!telegram.findUser(demoOrder.telegramId)) {
    const [first_name = "", last_name = ""] = demoOrder.customerName.split(" ");
    telegram.createUser({
      id: demoOrder.telegramId,
      first_name,
      last_name,
      language_code: "tr",
      phone: demoOrder.phone,
    });
  }
  if (telegram.findGroup(groupTitle)) return;
  const [owner, ...others] = ["Elif", "Nazlı", "Burak"].map(
    (first_name) => telegram.createUser({ first_name, language_code: "tr" }).id,
  );
  telegram.createGroup({
    title: groupTitle,
    owner: owner!,
    bot,
    otherMembers: 1_240,
    said: [
      { from: owner!, text: "Hoş geldiniz, yeni sezonu önce burada duyuruyoruz." },
      { from: others[0]!, text: "Keten gömleklerin mavisi yeniden gelecek mi?" },
      { from: others[1]!, text: "Ben geçen hafta aldım, bedeni tam oldu." },
    ],
  });
}
