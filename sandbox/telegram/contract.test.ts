import { Bot, GrammyError, HttpError, InlineKeyboard, InputFile, Keyboard } from "grammy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/start";
import { grey } from "./media/png";

let local: TestSandbox;
let bot: Bot;
let username: string;
let user: number;

beforeAll(async () => {
  local = await startTestSandbox();
  user = local.sandbox.createUser({
    first_name: "Ayşe",
    last_name: "Yılmaz",
    language_code: "tr",
    phone: "+905321234567",
  }).id;
  const made = local.sandbox.createBot({ name: "Sözleşme" });
  username = made.username;
  bot = new Bot(made.token, { client: { apiRoot: local.sandbox.apiRoot, canUseWebhookReply: () => false } });
  local.sandbox.sendMessage({ bot: username, from: user, text: "/start sipariş" });
});
afterAll(() => local.close());

function lastOut() {
  return local.sandbox
    .listMessages({ bot: username, user })
    .messages.findLast(({ direction }) => direction === "out");
}

describe("grammY against the local Telegram", () => {
  test("a bot introduces itself", async () => {
    const me = await bot.api.getMe();
    expect(me).toMatchObject({ is_bot: true, username, first_name: "Sözleşme" });
    expect(username).toBe("sozlesme_bot");
    expect(bot.token).toMatch(/^\d{8,10}:[A-Za-z0-9_-]{35}$/);
  });

  test("texts, commands and the menu button are kept by language", async () => {
    await bot.api.setMyCommands([{ command: "start", description: "Başla" }], { language_code: "tr" });
    await bot.api.setMyDescription("Merhaba");
    await bot.api.setMyShortDescription("Kısa", { language_code: "tr" });
    await bot.api.setMyName("Dükkân");
    await bot.api.setChatMenuButton({ menu_button: { type: "commands" } });
    expect(await bot.api.getMyCommands({ language_code: "tr" })).toEqual([
      { command: "start", description: "Başla" },
    ]);
    expect(await bot.api.getMyCommands()).toEqual([]);
    expect(await bot.api.getMyDescription({ language_code: "en" })).toEqual({ description: "Merhaba" });
    expect(await bot.api.getMyShortDescription({ language_code: "tr" })).toEqual({
      short_description: "Kısa",
    });
    expect(await bot.api.getMyName()).toEqual({ name: "Dükkân" });
    expect(await bot.api.getChatMenuButton()).toEqual({ type: "commands" });
  });

  test("an update brings the message with its command marked", async () => {
    const [update] = await bot.api.getUpdates();
    expect(update?.message).toMatchObject({
      text: "/start sipariş",
      from: { id: user, first_name: "Ayşe", language_code: "tr" },
      chat: { id: user, type: "private" },
      entities: [{ type: "bot_command", offset: 0, length: 6 }],
    });
    expect(update?.message?.from).not.toHaveProperty("phone");
    expect(await bot.api.getUpdates({ offset: (update?.update_id ?? 0) + 1 })).toEqual([]);
  });

  test("a message with buttons is sent, tapped, answered, edited and deleted", async () => {
    const keyboard = new InlineKeyboard().text("Evet", "yes").text("Hayır", "no");
    const sent = await bot.api.sendMessage(user, "Yardımcı oldu mu?", {
      reply_markup: keyboard,
      link_preview_options: { is_disabled: true },
      disable_notification: true,
    });
    expect(lastOut()).toMatchObject({
      id: sent.message_id,
      buttons: [{ row: 0, text: "Evet", data: "yes" }, { data: "no" }],
    });
    await expect(
      bot.api.editMessageText(user, sent.message_id, "Yardımcı oldu mu?", {
        reply_markup: keyboard,
        link_preview_options: { is_disabled: true },
      }),
    ).rejects.toThrow(/message is not modified/);
    expect(() =>
      local.sandbox.sendMessage({
        bot: username,
        from: user,
        callback: { messageId: sent.message_id, data: "maybe" },
      }),
    ).toThrow(/no button/);

    local.sandbox.sendMessage({
      bot: username,
      from: user,
      callback: { messageId: sent.message_id, data: "yes" },
    });
    const update = (await bot.api.getUpdates()).at(-1);
    expect(update?.callback_query).toMatchObject({
      data: "yes",
      from: { id: user },
      message: { message_id: sent.message_id },
    });
    const queryId = update?.callback_query?.id ?? "";
    await bot.api.answerCallbackQuery(queryId, { text: "Teşekkürler" });
    await expect(bot.api.answerCallbackQuery(queryId)).rejects.toThrow(/query is too old/);

    const edited = await bot.api.editMessageText(user, sent.message_id, "Teşekkürler");
    expect(edited).toMatchObject({ text: "Teşekkürler", edit_date: expect.any(Number) });
    expect(edited).not.toHaveProperty("reply_markup");
    await bot.api.deleteMessage(user, sent.message_id);
    await expect(bot.api.deleteMessage(user, sent.message_id)).rejects.toThrow(/message to delete not found/);
  });

  test("a reply keyboard asks for the contact; an own contact carries the sender's id, another does not", async () => {
    await bot.api.sendMessage(user, "Numaranızı paylaşın", {
      reply_markup: new Keyboard().requestContact("Numaramı paylaş").resized().oneTime(),
    });
    const { keyboard } = local.sandbox.listMessages({ bot: username, user });
    expect(keyboard).toMatchObject({ keyboard: [[{ text: "Numaramı paylaş", request_contact: true }]] });
    local.sandbox.sendMessage({ bot: username, from: user, contact: { phone: "+905321234567", own: true } });
    local.sandbox.sendMessage({ bot: username, from: user, contact: { phone: "+905000000000", own: false } });
    const [own, other] = (await bot.api.getUpdates()).slice(-2);
    expect(own?.message?.contact).toMatchObject({ phone_number: "+905321234567", user_id: user });
    expect(other?.message?.contact).not.toHaveProperty("user_id");
  });

  test("photos travel both ways, and the largest size is the photo itself", async () => {
    const bytes = grey(400, 200);
    local.sandbox.sendMessage({ bot: username, from: user, photo: bytes, caption: "hasarlı" });
    const message = (await bot.api.getUpdates()).at(-1)?.message;
    expect(message?.caption).toBe("hasarlı");
    expect(message?.photo?.map(({ width, height }) => [width, height])).toEqual([
      [90, 45],
      [400, 200],
    ]);
    const file = await bot.api.getFile(message?.photo?.at(-1)?.file_id ?? "");
    const response = await fetch(`${local.sandbox.apiRoot}/file/bot${bot.token}/${file.file_path}`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(bytes));

    const sent = await bot.api.sendPhoto(user, new InputFile(bytes, "kargo.png"), { caption: "Fiş" });
    expect(sent.photo.at(-1)).toMatchObject({ width: 400, height: 200 });
    const again = await bot.api.sendPhoto(user, sent.photo.at(-1)?.file_id ?? "");
    expect(again.photo.at(-1)?.file_unique_id).toBe(sent.photo.at(-1)?.file_unique_id);
    await expect(
      bot.api.sendPhoto(user, new InputFile(Buffer.from("no image, only words"), "a.jpg")),
    ).rejects.toThrow(/IMAGE_PROCESS_FAILED/);
    const stranger = new Bot(local.sandbox.createBot({ name: "Yabancı" }).token, {
      client: { apiRoot: local.sandbox.apiRoot },
    });
    await expect(stranger.api.getFile(file.file_id)).rejects.toThrow(/wrong file_id/);
  });

  test("a reply names its message, and a missing one is refused", async () => {
    const first = await bot.api.sendMessage(user, "Bir");
    const reply = await bot.api.sendMessage(user, "İki", {
      reply_parameters: { message_id: first.message_id },
    });
    expect(reply.reply_to_message).toMatchObject({ message_id: first.message_id, text: "Bir" });
    await expect(bot.api.sendMessage(user, "Üç", { reply_parameters: { message_id: 9999 } })).rejects.toThrow(
      /message to be replied not found/,
    );
  });

  test("chats, actions and profile photos", async () => {
    expect(await bot.api.getChat(user)).toMatchObject({ id: user, type: "private", first_name: "Ayşe" });
    expect(await bot.api.sendChatAction(user, "typing")).toBe(true);
    expect(await bot.api.getUserProfilePhotos(user)).toEqual({ total_count: 0, photos: [] });
  });

  test("refusals are GrammyErrors with the real codes", async () => {
    const errorOf = (promise: Promise<unknown>) =>
      promise.then(
        () => undefined,
        (error: unknown) => error,
      );
    const unknown = await errorOf(bot.api.sendMessage(1, "x"));
    expect(unknown).toBeInstanceOf(GrammyError);
    expect(unknown).toMatchObject({ error_code: 400, description: "Bad Request: chat not found" });
    expect(await errorOf(bot.api.sendGame(user, "tavla"))).toMatchObject({
      error_code: 404,
      description: "Not Found: method not found",
    });
    const nobody = new Bot("7000000000:AAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", {
      client: { apiRoot: local.sandbox.apiRoot },
    });
    expect(await errorOf(nobody.api.getMe())).toMatchObject({ error_code: 401, description: "Unauthorized" });
    local.sandbox.setBlocked({ bot: username, from: user, blocked: true });
    expect(await errorOf(bot.api.sendMessage(user, "x"))).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    local.sandbox.setBlocked({ bot: username, from: user, blocked: false });
    const members = (await bot.api.getUpdates()).flatMap(({ my_chat_member: member }) =>
      member ? [member.new_chat_member.status] : [],
    );
    expect(members).toEqual(["kicked", "member"]);
  });

  test("grammY's own polling hears a message", async () => {
    const made = local.sandbox.createBot({ name: "Dinleyen" });
    const listener = new Bot(made.token, { client: { apiRoot: local.sandbox.apiRoot } });
    const heard = new Promise<string>((resolve) => {
      listener.on("message:text", (context) => resolve(context.message.text));
    });
    const running = listener.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    local.sandbox.sendMessage({ bot: made.username, from: user, text: "duyuyor musun" });
    expect(await heard).toBe("duyuyor musun");
    await listener.stop();
    await running;
  });

  test("a connection cut after the call leaves the message sent: an ambiguous send", async () => {
    local.sandbox.plantFault({ bot: username, method: "sendMessage", kind: "cut", times: 1 });
    const error = await bot.api.sendMessage(user, "gitti mi?").then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(HttpError);
    expect(lastOut()?.text).toBe("gitti mi?");
  });
});
