import { Bot, GrammyError, InputFile, type Keyboard } from "grammy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock";
import { startTestSandbox, type TestSandbox } from "../testing/start";
import { grey } from "./media/png";

let local: TestSandbox;
const clock = new FakeClock();
let user: number;

beforeAll(async () => {
  local = await startTestSandbox({ clock });
  user = local.sandbox.createUser({ first_name: "Deniz" }).id;
});
afterAll(() => local.close());

const makeBot = (name: string) => {
  const made = local.sandbox.createBot({ name });
  const client = { apiRoot: local.sandbox.apiRoot, canUseWebhookReply: () => false };
  return { ...made, api: new Bot(made.token, { client }).api };
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof GrammyError ? [error.error_code, error.description] : error),
  );

describe("what happens to a bot from outside", () => {
  test("a token that was taken back is refused, the new one works, and a waiting poll ends with 401", async () => {
    const bot = makeBot("Geri Alınan");
    const waiting = refusal(bot.api.getUpdates({ timeout: 30 }));
    // The poll is there once another request has gone past it.
    for (let round = 0; round < 5; round += 1) await local.call(bot.token, "getMe");
    const { body } = await local.control("revocations", { bot: bot.username });
    expect(await waiting).toEqual([401, "Unauthorized"]);
    expect(await refusal(bot.api.getWebhookInfo())).toEqual([401, "Unauthorized"]);
    expect((await local.call(String(body.token), "getMe")).result).toMatchObject({ username: bot.username });
  });

  test("somebody sets another webhook, or takes it away", async () => {
    const bot = makeBot("Kaçırılan");
    await bot.api.setWebhook(`${local.origin}/hook`);
    await local.control("webhooks", { bot: bot.username, isForeign: true });
    expect((await bot.api.getWebhookInfo()).url).toBe("https://elsewhere.example/bot");
    // What comes goes there, and is gone.
    local.sandbox.sendMessage({ bot: bot.username, from: user, text: "selam" });
    await expect.poll(async () => (await bot.api.getWebhookInfo()).pending_update_count).toBe(0);
    await local.control("webhooks", { bot: bot.username, isForeign: false });
    expect((await bot.api.getWebhookInfo()).url).toBe("");
  });

  test("another program that fetches ends our polls with 409, until it stops", async () => {
    const bot = makeBot("Paylaşılan");
    await local.control("pollers", { bot: bot.username, isOn: true });
    let refused: unknown;
    void refusal(bot.api.getUpdates({ timeout: 30 })).then((answer) => {
      refused = answer;
    });
    await expect
      .poll(async () => {
        await clock.advance(1_000);
        return refused;
      })
      .toEqual([
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
      ]);
    await local.control("pollers", { bot: bot.username, isOn: false });
    expect(await bot.api.getUpdates()).toEqual([]);
  });
});

describe("a bot's profile", () => {
  test("a few renames shut the method for hours; what stands already is no change", async () => {
    const bot = makeBot("Adını Değiştiren");
    for (const name of ["Bir", "İki", "Üç"]) await bot.api.setMyName(name);
    const refused = await refusal(bot.api.setMyName("Dört"));
    expect(refused).toEqual([429, "Too Many Requests: retry after 14400"]);
    await bot.api.setMyName("Üç");
    await clock.advance(4 * 3_600_000);
    await bot.api.setMyName("Dört");
    expect(await bot.api.getMyName()).toEqual({ name: "Dört" });
  });

  test.each([
    ["setMyName", { name: "x".repeat(65) }],
    ["setMyDescription", { description: "x".repeat(513) }],
    ["setMyShortDescription", { short_description: "x".repeat(121) }],
    ["setMyProfilePhoto", { photo: { type: "animated", animation: "attach://a" } }],
    ["setMyProfilePhoto", { photo: { type: "static", photo: "AgACAgQAA" } }],
  ])("%s refuses what is over its limits", async (method, params) => {
    const bot = makeBot("Sınırlı");
    expect(await local.call(bot.token, method, params)).toMatchObject({ ok: false, error_code: 400 });
  });

  test("a picture is set, shown and taken away", async () => {
    const bot = makeBot("Resimli");
    const photo = { type: "static" as const, photo: new InputFile(grey(64, 64), "logo.png") };
    await bot.api.setMyProfilePhoto(photo);
    expect((await bot.api.getUserProfilePhotos(bot.id)).total_count).toBe(1);
    await bot.api.removeMyProfilePhoto();
    expect((await bot.api.getUserProfilePhotos(bot.id)).total_count).toBe(0);
  });
});

describe("managed bots", () => {
  test("a tap on the button makes a bot of the user's, whose token the manager may ask for and replace", async () => {
    const manager = makeBot("Kurucu");
    local.sandbox.sendMessage({ bot: manager.username, from: user, text: "/start" });
    const markup = {
      keyboard: [[{ text: "Botumu kur", request_managed_bot: { request_id: 1, suggested_name: "Çiçekçi" } }]],
    };
    const ask = () =>
      manager.api.sendMessage(user, "Hazır.", { reply_markup: markup as unknown as Keyboard });
    expect(await refusal(ask())).toEqual([400, "Bad Request: BOT_ACCESS_FORBIDDEN"]);
    await local.control("managers", { bot: manager.username, isOn: true });
    expect(await manager.api.getMe()).toMatchObject({ can_manage_bots: true });
    await ask();

    const made = await local.control("managed-bots", { bot: manager.username, from: user, name: "Çiçekçi" });
    expect(made.body).toEqual({ username: "cicekci_bot" });
    const updates = await manager.api.getUpdates();
    const told = updates.find((update) => update.managed_bot)?.managed_bot;
    expect(told).toMatchObject({ user: { id: user }, bot: { username: "cicekci_bot", is_bot: true } });
    expect(updates.at(-1)?.message).toMatchObject({ managed_bot_created: { bot: { id: told?.bot.id } } });

    const shown = local.sandbox.listMessages({ bot: manager.username, user }).messages.at(-1);
    expect(shown).toMatchObject({ service: "managed_bot_created", text: "@cicekci_bot" });

    const token = await manager.api.getManagedBotToken(told!.bot.id);
    expect((await local.call(token, "getMe")).result).toMatchObject({ first_name: "Çiçekçi" });
    const next = await manager.api.replaceManagedBotToken(told!.bot.id);
    expect((await local.call(token, "getMe")).error_code).toBe(401);
    expect((await local.call(next, "getMe")).ok).toBe(true);
    const stranger = makeBot("Yabancı");
    expect((await refusal(stranger.api.getManagedBotToken(told!.bot.id))) as unknown[]).toContain(400);
  });

  test("only the button of a bot that manages others makes one", async () => {
    const bot = makeBot("Sıradan");
    const { status } = await local.control("managed-bots", { bot: bot.username, from: user, name: "X" });
    expect(status).toBe(409);
  });
});
