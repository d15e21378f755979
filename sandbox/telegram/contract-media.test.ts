import { Bot, InputFile, InputMediaBuilder } from "grammy";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/start";
import { grey } from "./media/png";

let local: TestSandbox;
let bot: Bot;
let username: string;
let user: number;

beforeAll(async () => {
  local = await startTestSandbox();
  user = local.sandbox.createUser({ first_name: "Ayşe", language_code: "tr" }).id;
  const made = local.sandbox.createBot({ name: "Medya" });
  username = made.username;
  bot = new Bot(made.token, { client: { apiRoot: local.sandbox.apiRoot, canUseWebhookReply: () => false } });
  await bot.api.getUpdates({ allowed_updates: ["message", "edited_message", "message_reaction"] });
});
afterAll(() => local.close());

/** The beginning of an MP4: brand, movie header of 7 s, track of 640 × 360. */
function mp4(): Buffer {
  const box = (name: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length + 8);
    head.write(name, 4, "latin1");
    return Buffer.concat([head, body]);
  };
  const movie = Buffer.alloc(100);
  movie.writeUInt32BE(1000, 12);
  movie.writeUInt32BE(7000, 16);
  const track = Buffer.alloc(84);
  track.writeUInt16BE(640, 76);
  track.writeUInt16BE(360, 80);
  return Buffer.concat([box("ftyp", Buffer.from("isom0000isom")), box("mvhd", movie), box("tkhd", track)]);
}

/** Two pages of Opus that end after five seconds. */
function ogg(): Buffer {
  const page = (samples: number) => {
    const head = Buffer.alloc(27);
    head.write("OggS", 0, "latin1");
    head.writeBigUInt64LE(BigInt(samples), 6);
    return head;
  };
  return Buffer.concat([page(0), page(240_000)]);
}

const albumsOf = (messages: object[]) => messages.map((message) => Reflect.get(message, "media_group_id"));

async function say(body: Record<string, unknown>) {
  const answer = await local.control("messages", { bot: username, from: user, ...body });
  expect(answer.body).toMatchObject({ messageId: expect.any(Number) });
  const update = (await bot.api.getUpdates()).at(-1);
  if (update) await bot.api.getUpdates({ offset: update.update_id + 1 });
  return update?.message;
}

async function bytesOf(fileId: string): Promise<Buffer> {
  const file = await bot.api.getFile(fileId);
  const response = await fetch(`${local.sandbox.apiRoot}/file/bot${bot.token}/${file.file_path}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const base64 = (bytes: Buffer) => bytes.toString("base64");

describe("users send", () => {
  test("a video with its length, sides and thumbnail read from the file, and getFile serves its bytes", async () => {
    const message = await say({ video: base64(mp4()), caption: "kırık geldi #iade" });
    expect(message).toMatchObject({
      caption: "kırık geldi #iade",
      caption_entities: [{ type: "hashtag" }],
      video: {
        ...{ width: 640, height: 360, duration: 7, mime_type: "video/mp4", file_size: mp4().length },
        thumbnail: { width: 320, height: 180 },
      },
    });
    expect(message?.video?.file_id).toMatch(/^BAACAgQ/);
    expect(message?.video?.file_unique_id).toMatch(/^AgAD/);
    expect(await bytesOf(message?.video?.file_id ?? "")).toEqual(mp4());
    expect((await bytesOf(message?.video?.thumbnail?.file_id ?? "")).subarray(1, 4).toString()).toBe("PNG");
    expect((await bot.api.getFile(message?.video?.file_id ?? "")).file_path).toMatch(
      /^videos\/file_\d+\.mp4$/,
    );
  });

  test("a voice message with the length of its sound", async () => {
    const message = await say({ voice: base64(ogg()) });
    expect(message?.voice).toMatchObject({ duration: 5, mime_type: "audio/ogg", file_size: ogg().length });
    expect((await bot.api.getFile(message?.voice?.file_id ?? "")).file_path).toMatch(
      /^voice\/file_\d+\.oga$/,
    );
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "audio",
      { data: base64(Buffer.from("ID3 and then sound")), title: "Şarkı", performer: "Ben", duration: 200 },
      { audio: { title: "Şarkı", performer: "Ben", duration: 200, mime_type: "audio/mpeg" } },
    ],
    [
      "document",
      { data: base64(Buffer.from("%PDF-1.7 fatura")), file_name: "../../fatura.pdf" },
      { document: { file_name: "../../fatura.pdf", mime_type: "application/pdf", file_size: 15 } },
    ],
    [
      "sticker",
      { data: base64(Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(30)])), emoji: "🐱" },
      { sticker: { emoji: "🐱", is_animated: true, is_video: false, width: 512, type: "regular" } },
    ],
    [
      "animation",
      { data: base64(mp4()), file_name: "kedi.mp4" },
      { animation: { duration: 7, width: 640 }, document: { file_name: "kedi.mp4", mime_type: "video/mp4" } },
    ],
    ["video_note", { data: base64(mp4()), width: 240 }, { video_note: { length: 240, duration: 7 } }],
  ])("%s", async (kind, file, expected) => {
    expect(await say({ [kind]: file })).toMatchObject(expected);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ["a place", { location: { latitude: 41.01, longitude: 28.97 } }, { location: { latitude: 41.01 } }],
    [
      "a venue",
      { venue: { latitude: 41, longitude: 29, title: "Kapalıçarşı", address: "Fatih" } },
      { venue: { title: "Kapalıçarşı", location: { latitude: 41 } }, location: { longitude: 29 } },
    ],
    [
      "a poll",
      { poll: { question: "Hangisi?", options: ["Mavi", "Yeşil"] } },
      { poll: { question: "Hangisi?", options: [{ text: "Mavi", voter_count: 0 }, {}], is_closed: false } },
    ],
    ["dice", { dice: { emoji: "🎲", value: 4 } }, { dice: { emoji: "🎲", value: 4 } }],
    ["a story", { story: { username: "moda" } }, { story: { chat: { type: "channel", username: "moda" } } }],
    [
      "a forwarded text",
      { text: "kampanya", forwardedFrom: { channel: "Moda" } },
      { text: "kampanya", forward_origin: { type: "channel", chat: { title: "Moda" }, message_id: 1 } },
    ],
    [
      "a text of a hidden sender",
      { text: "dikkat", forwardedFrom: { name: "Gizli" } },
      { forward_origin: { type: "hidden_user", sender_user_name: "Gizli" } },
    ],
  ])("%s", async (_label, said, expected) => {
    expect(await say(said)).toMatchObject(expected);
  });

  test("an answer that quotes, and an album whose parts share a number", async () => {
    const sent = await bot.api.sendMessage(user, "Kargonuz yarın gelir");
    expect(await say({ text: "emin misiniz", replyTo: sent.message_id, quote: "yarın" })).toMatchObject({
      reply_to_message: { message_id: sent.message_id },
      quote: { text: "yarın", position: 9, is_manual: true },
    });
    const photo = base64(grey(300, 200));
    const first = await say({ photo, media_group_id: "77", caption: "iki resim" });
    const second = await say({ photo, media_group_id: "77" });
    expect([first?.media_group_id, second?.media_group_id]).toEqual(["77", "77"]);
  });

  test("a file that is only announced has its size and no bytes; more than 20 MB is told to be too big", async () => {
    const film = await say({
      video: { file_size: 2_147_483_648, duration: 9000, width: 1920, height: 1080 },
    });
    expect(film?.video).toMatchObject({ file_size: 2_147_483_648, duration: 9000 });
    await expect(bot.api.getFile(film?.video?.file_id ?? "")).rejects.toThrow(/file is too big/);
    const limit = 20 * 1024 * 1024;
    const whole = await say({ document: { file_size: limit } });
    expect((await bot.api.getFile(whole?.document?.file_id ?? "")).file_size).toBe(limit);
    const over = await say({ document: { file_size: limit + 1 } });
    await expect(bot.api.getFile(over?.document?.file_id ?? "")).rejects.toThrow(
      /Bad Request: file is too big/,
    );
  });

  test("a photo that is HTML: the app tells its sides, the bytes are what they are", async () => {
    const page = Buffer.from("<html><script>alert(1)</script></html>");
    const message = await say({ photo: { data: base64(page), width: 800, height: 600 } });
    expect(message?.photo?.at(-1)).toMatchObject({ width: 800, height: 600, file_size: page.length });
    expect(await bytesOf(message?.photo?.at(-1)?.file_id ?? "")).toEqual(page);
  });

  test("captions and files are edited, reactions come only when asked for", async () => {
    const message = await say({ photo: base64(grey(300, 200)), caption: "hasarlı" });
    const messageId = message?.message_id ?? 0;
    await local.control("edits", { bot: username, from: user, messageId, caption: "hasarsız" });
    await local.control("edits", { bot: username, from: user, messageId, video: base64(mp4()) });
    const [edited, exchanged] = (await bot.api.getUpdates()).slice(-2);
    expect(edited?.edited_message).toMatchObject({ caption: "hasarsız", photo: [{}, { width: 300 }] });
    expect(exchanged?.edited_message).toMatchObject({ video: { width: 640 } });
    expect(exchanged?.edited_message).not.toHaveProperty("photo");
    const sent = await bot.api.sendMessage(user, "Teşekkürler");
    const reacted = { bot: username, from: user, messageId: sent.message_id };
    await local.control("reactions", { ...reacted, reaction: ["👍"] });
    await local.control("reactions", { ...reacted, reaction: ["❤"] });
    expect((await bot.api.getUpdates()).at(-1)?.message_reaction).toMatchObject({
      message_id: sent.message_id,
      old_reaction: [{ emoji: "👍" }],
      new_reaction: [{ emoji: "❤" }],
    });
    const stranger = local.sandbox.createBot({ name: "Sağır" });
    local.sandbox.sendMessage({ bot: stranger.username, from: user, text: "merhaba" });
    const unheard = await local.control("reactions", {
      ...{ bot: stranger.username, from: user, messageId: 1, reaction: ["👍"] },
    });
    expect(unheard.body).toEqual({ updateId: null });
    expect(local.sandbox.listMessages({ bot: username, user, last: 1 }).messages[0]?.reactions).toEqual([
      { emoji: "❤", count: 1, isMine: true },
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["two contents", { text: "x", dice: {} }, "exactly one"],
    ["a file without bytes or size", { video: { duration: 5 } }, "file_size"],
    ["a file that is no base64", { document: "%%%%" }, "no base64"],
    ["a caption for a sticker", { sticker: base64(grey(9, 9)), caption: "x" }, "carries no caption"],
    ["a quote of other words", { text: "x", replyTo: 1, quote: "yok böyle" }, "does not hold"],
    ["an answer to nothing", { text: "x", replyTo: 99_999 }, "no message 99999"],
    ["a dice that shows seven", { dice: { emoji: "🎲", value: 7 } }, "dice"],
    ["a place beyond the pole", { location: { latitude: 91, longitude: 0 } }, "latitude"],
  ])("%s is refused with what to do", async (_label, said, words) => {
    const answer = await local.control("messages", { bot: username, from: user, ...said });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.error).toContain(words);
  });
});

describe("bots send", () => {
  // A chat takes a burst of eight: every test has one of its own.
  beforeEach(() => {
    user = local.sandbox.createUser({ first_name: "Ece" }).id;
    local.sandbox.sendMessage({ bot: username, from: user, text: "/start" });
  });

  test("every kind of file, by upload and again by its id, and never as another kind", async () => {
    const { api } = bot;
    const video = await api.sendVideo(user, new InputFile(mp4(), "a.mp4"), { caption: "Film" });
    expect(video).toMatchObject({ caption: "Film", video: { file_name: "a.mp4", duration: 7, width: 640 } });
    expect((await api.sendVideo(user, video.video.file_id)).video).toEqual(video.video);
    await expect(api.sendPhoto(user, video.video.file_id)).rejects.toThrow(
      /can't use file of type Video as Photo/,
    );
    expect((await api.sendVoice(user, new InputFile(ogg(), "ses.ogg"))).voice.duration).toBe(5);
    expect(
      (await api.sendAudio(user, new InputFile(Buffer.from("ID3 and then sound"), "a.mp3"), { title: "T" }))
        .audio.title,
    ).toBe("T");
    const report = await api.sendDocument(user, new InputFile(Buffer.from("a;b\n"), "rapor.csv"), {
      thumbnail: new InputFile(grey(100, 50)),
    });
    expect(report.document).toMatchObject({ file_name: "rapor.csv", mime_type: "text/csv" });
    expect(report.document.thumbnail).toMatchObject({ width: 100, height: 50 });
    expect((await api.sendAnimation(user, new InputFile(mp4(), "g.mp4"))).document).toBeDefined();
    const webm = Buffer.from([0x1a, 0x45, 0xdf, 0xa3, ...Buffer.alloc(20)]);
    expect((await api.sendSticker(user, new InputFile(webm))).sticker.is_video).toBe(true);
  });

  test("a round video has one side", async () => {
    const sent = await bot.api.sendVideoNote(user, new InputFile(mp4()), { length: 240 });
    expect(sent.video_note).toMatchObject({ length: 240, duration: 7 });
    await expect(bot.api.sendVideoNote(user, sent.video_note.file_id, { length: 641 })).rejects.toThrow(
      /wrong video note length/,
    );
  });

  test("a voice message that is no sound goes as a document", async () => {
    const sent = await bot.api.sendVoice(user, new InputFile(Buffer.from("only words in here"), "a.txt"));
    expect(sent).toHaveProperty("document");
    expect(sent).not.toHaveProperty("voice");
  });

  test("an album of two to ten, all of it or nothing", async () => {
    const photo = () => InputMediaBuilder.photo(new InputFile(grey(300, 200)), { caption: "bir" });
    const before = local.sandbox.listMessages({ bot: username, user }).messages.length;
    const sent = await bot.api.sendMediaGroup(user, [photo(), InputMediaBuilder.video(new InputFile(mp4()))]);
    expect(sent).toMatchObject([{ photo: [{}, { width: 300 }], caption: "bir" }, { video: { width: 640 } }]);
    expect(new Set(albumsOf(sent)).size).toBe(1);
    const listed = local.sandbox.listMessages({ bot: username, user }).messages;
    expect(listed.length).toBe(before + 2);
    expect(listed.at(-1)?.albumId).toBe(albumsOf(sent)[0]);
    await expect(bot.api.sendMediaGroup(user, [photo()])).rejects.toThrow(/2 to 10/);
    await expect(
      bot.api.sendMediaGroup(user, [photo(), { type: "document", media: new InputFile(mp4()) } as never]),
    ).rejects.toThrow(/can't be mixed/);
    expect(local.sandbox.listMessages({ bot: username, user }).messages.length).toBe(before + 2);
  });

  test("places, contacts, polls and dice", async () => {
    const fresh = local.sandbox.createUser({ first_name: "Can" }).id;
    local.sandbox.sendMessage({ bot: username, from: fresh, text: "/start" });
    const { api } = bot;
    expect((await api.sendLocation(fresh, 41, 29)).location).toEqual({ latitude: 41, longitude: 29 });
    expect((await api.sendVenue(fresh, 41, 29, "Dükkân", "Fatih")).venue.title).toBe("Dükkân");
    expect((await api.sendContact(fresh, "+905321234567", "Kurye")).contact.first_name).toBe("Kurye");
    const sent = await api.sendPoll(fresh, "Renk?", ["Mavi", "Yeşil"], { is_anonymous: false });
    expect(sent.poll).toMatchObject({ options: [{ text: "Mavi" }, {}], is_anonymous: false });
    expect(await api.stopPoll(fresh, sent.message_id)).toMatchObject({ is_closed: true });
    await expect(api.stopPoll(fresh, sent.message_id)).rejects.toThrow(/already been closed/);
    expect((await api.sendDice(fresh, "🎯")).dice.value).toBeLessThanOrEqual(6);
    await expect(api.sendDice(fresh, "🎱")).rejects.toThrow(/wrong dice emoji/);
    await expect(api.sendPoll(fresh, "?", ["a"], { type: "quiz" })).rejects.toThrow(/correct option/);
  });

  test("a poll's choices are told to the bot that asked, once where a choice is made once", async () => {
    const { api } = bot;
    await api.getUpdates({
      allowed_updates: ["message", "edited_message", "message_reaction", "poll", "poll_answer"],
    });
    const open = { is_anonymous: false, allows_multiple_answers: true };
    const sent = await api.sendPoll(user, "Renk?", ["Mavi", "Yeşil"], open);
    const vote = (options: number[], messageId = sent.message_id) =>
      local.control("votes", { bot: username, from: user, messageId, options });
    expect((await vote([0, 1])).status).toBe(200);
    expect((await vote([1])).status).toBe(200);
    const updates = (await api.getUpdates()).slice(-2);
    expect(updates[0]?.poll).toMatchObject({
      options: [{ voter_count: 0 }, { voter_count: 1 }],
      total_voter_count: 1,
    });
    expect(updates[1]?.poll_answer).toMatchObject({
      user: { id: user },
      option_ids: [1],
      option_persistent_ids: ["1"],
    });
    expect((await vote([7])).body.error).toContain("0 to 1");
    const quiz = await api.sendPoll(user, "2 + 2?", ["4", "5"], { type: "quiz", correct_option_ids: [0] });
    expect((await vote([0], quiz.message_id)).status).toBe(200);
    expect((await api.getUpdates()).at(-1)).not.toHaveProperty("poll_answer");
    expect((await vote([1], quiz.message_id)).body.error).toContain("made once");
    await api.stopPoll(user, sent.message_id);
    expect((await vote([0])).body.error).toContain("closed");
  });

  test("messages are copied, forwarded, exchanged, answered with a quote and deleted in numbers", async () => {
    const reader = local.sandbox.createUser({ first_name: "Deniz" }).id;
    local.sandbox.sendMessage({ bot: username, from: reader, text: "merhaba dünya" });
    const { api } = bot;
    const copy = await api.copyMessage(reader, reader, 1);
    const forward = await api.forwardMessage(reader, reader, 1);
    expect(forward).toMatchObject({ text: "merhaba dünya", forward_origin: { sender_user: { id: reader } } });
    const [copied] = local.sandbox.listMessages({
      bot: username,
      user: reader,
      after: copy.message_id - 1,
    }).messages;
    expect(copied).toMatchObject({ text: "merhaba dünya", direction: "out" });
    await expect(api.copyMessage(reader, reader, 999)).rejects.toThrow(/message to copy not found/);
    const quoting = await api.sendMessage(reader, "evet", {
      reply_parameters: { message_id: 1, quote: "dünya" },
    });
    expect(quoting.quote).toEqual({ text: "dünya", position: 8, is_manual: true });
    await expect(
      api.sendMessage(reader, "evet", { reply_parameters: { message_id: 1, quote: "mars" } }),
    ).rejects.toThrow(/QUOTE_TEXT_INVALID/);
    const photo = await api.sendPhoto(reader, new InputFile(grey(200, 100)), { caption: "eski" });
    const exchanged = await api.editMessageMedia(reader, photo.message_id, {
      ...{ type: "video", media: new InputFile(mp4()), caption: "yeni" },
    });
    expect(exchanged).toMatchObject({ caption: "yeni", video: { width: 640 } });
    expect(exchanged).not.toHaveProperty("photo");
    await api.setMessageReaction(reader, 1, [{ type: "emoji", emoji: "👍" }]);
    await expect(
      api.setMessageReaction(reader, 1, [{ type: "emoji", emoji: "🍕" as never }]),
    ).rejects.toThrow(/REACTION_INVALID/);
    await api.deleteMessages(reader, [copy.message_id, forward.message_id, 888]);
    expect(
      local.sandbox.listMessages({ bot: username, user: reader }).messages.map(({ id }) => id),
    ).not.toContain(copy.message_id);
  });
});
