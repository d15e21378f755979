import type {
  BotCommand,
  BotCommandScope,
  ChatPermissions,
  ForceReply,
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  InputMedia,
  InputMediaAnimation,
  InputMediaAudio,
  InputMediaDocument,
  InputMediaPhoto,
  InputMediaVideo,
  InputPollOption,
  KeyboardButton,
  LinkPreviewOptions,
  MenuButton,
  MessageEntity,
  Opts,
  ReactionType,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
  ReplyParameters,
  Update,
} from "@grammyjs/types";
import { describe, expect, expectTypeOf, test } from "vitest";
import { BotApiError } from "../errors";
import { checkParameters, type Encoding } from "./check";
import type * as groups from "./groups";
import type * as media from "./media";
import { findMethod, type MethodName, methodTable, type updateKinds } from "./methods";
import type * as nested from "./nested";
import type { reactionEmoji } from "./reactions";
import type * as sending from "./sending";

type KeysOf<T> = T extends unknown ? keyof T : never;
type IsSame<A, B> = [Exclude<A, B>, Exclude<B, A>] extends [never, never]
  ? true
  : { missing: Exclude<A, B>; extra: Exclude<B, A> };
type Checked = { [M in MethodName]: IsSame<KeysOf<Opts<never>[M]>, keyof (typeof methodTable)[M]> };
type Shapes = typeof media.inputMedia;
type AllTrue = { [M in MethodName]: true };

test("the table has exactly the parameters of the Bot API's types", () => {
  expectTypeOf<Checked>().toEqualTypeOf<AllTrue>();
  expectTypeOf<
    IsSame<keyof InlineKeyboardMarkup, keyof typeof nested.inlineKeyboardMarkup>
  >().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<KeysOf<InlineKeyboardButton>, keyof typeof nested.inlineKeyboardButton>
  >().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<keyof ReplyKeyboardMarkup, keyof typeof nested.replyKeyboardMarkup>
  >().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<KeysOf<Exclude<KeyboardButton, string>>, keyof typeof nested.keyboardButton>
  >().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<keyof ReplyKeyboardRemove, keyof typeof nested.replyKeyboardRemove>
  >().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof ForceReply, keyof typeof nested.forceReply>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<KeysOf<MessageEntity>, keyof typeof nested.messageEntity>>().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<keyof LinkPreviewOptions, keyof typeof nested.linkPreviewOptions>
  >().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof ReplyParameters, keyof typeof nested.replyParameters>>().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<InputMedia<never>["type"], keyof typeof media.inputMedia | "live_photo">
  >().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof InputMediaPhoto<never>, keyof Shapes["photo"]>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof InputMediaVideo<never>, keyof Shapes["video"]>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof InputMediaAnimation<never>, keyof Shapes["animation"]>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof InputMediaAudio<never>, keyof Shapes["audio"]>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof InputMediaDocument<never>, keyof Shapes["document"]>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof ChatPermissions, keyof typeof groups.chatPermissions>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof InputPollOption<never>, keyof typeof sending.pollOption>>().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<Exclude<ReactionType["type"], "paid">, keyof typeof nested.reactionTypes>
  >().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<Extract<ReactionType, { type: "emoji" }>["emoji"], (typeof reactionEmoji)[number]>
  >().toEqualTypeOf<true>();
  expectTypeOf<IsSame<keyof BotCommand, keyof typeof nested.botCommand>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<BotCommandScope["type"], keyof typeof nested.commandScopes>>().toEqualTypeOf<true>();
  expectTypeOf<IsSame<MenuButton["type"], keyof typeof nested.menuButtons>>().toEqualTypeOf<true>();
  expectTypeOf<
    IsSame<Exclude<keyof Update, "update_id">, (typeof updateKinds)[number]>
  >().toEqualTypeOf<true>();
});

function refusalOf(
  method: MethodName,
  params: Record<string, unknown>,
  encoding: Encoding = "json",
): string | null {
  try {
    checkParameters(methodTable[method], params, encoding);
    return null;
  } catch (error) {
    if (error instanceof BotApiError) return `${error.code} ${error.description}`;
    throw error;
  }
}

const inline = (button: Record<string, unknown>) => ({
  chat_id: 1,
  text: "x",
  reply_markup: { inline_keyboard: [[button]] },
});
const keyboard = (button: unknown) => ({ chat_id: 1, text: "x", reply_markup: { keyboard: [[button]] } });

describe("what is refused, in the real server's words", () => {
  test.each<[string, MethodName, Record<string, unknown>, string]>([
    ["a missing chat", "sendMessage", { text: "x" }, "chat_id is empty"],
    ["a missing text", "sendMessage", { chat_id: 1 }, "message text is empty"],
    ["an empty text", "sendMessage", { chat_id: 1, text: "" }, "message text is empty"],
    ["a long text", "sendMessage", { chat_id: 1, text: "x".repeat(4097) }, "message is too long"],
    ["an unknown parameter", "sendMessage", { chat_id: 1, text: "x", txet: "y" }, 'unknown parameter "txet"'],
    [
      "an unknown nested field",
      "sendMessage",
      inline({ text: "a", callback_data: "b", colour: "red" }),
      'unknown parameter "reply_markup.inline_keyboard[0][0].colour"',
    ],
    ["a username for a chat", "sendMessage", { chat_id: "@nobody", text: "x" }, "chat not found"],
    [
      "a fractional id",
      "sendMessage",
      { chat_id: 1.5, text: "x" },
      'field "chat_id" must be of type Integer or String',
    ],
    ["a number as text", "sendMessage", { chat_id: 1, text: 5 }, 'field "text" must be of type String'],
    [
      "a boolean as text in JSON",
      "sendMessage",
      { chat_id: 1, text: "x", protect_content: "true" },
      'field "protect_content" must be of type Boolean',
    ],
    [
      "65 bytes of data",
      "sendMessage",
      inline({ text: "a", callback_data: `${"ş".repeat(32)}x` }),
      "BUTTON_DATA_INVALID",
    ],
    ["no data", "sendMessage", inline({ text: "a", callback_data: "" }), "BUTTON_DATA_INVALID"],
    [
      "a button that does nothing",
      "sendMessage",
      inline({ text: "a" }),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      "a Web App over http",
      "sendMessage",
      inline({ text: "a", web_app: { url: "http://x.example" } }),
      "Web App URL is invalid: Only HTTPS links are allowed",
    ],
    [
      "a url button to a bare name",
      "sendMessage",
      inline({ text: "a", url: "http://localhost/x" }),
      "BUTTON_URL_INVALID",
    ],
    [
      "a keyboard that is none",
      "sendMessage",
      { chat_id: 1, text: "x", reply_markup: { rows: [] } },
      "object expected as reply markup",
    ],
    [
      "an empty reply button",
      "sendMessage",
      keyboard({ text: "" }),
      "can't parse keyboard button: Text must be non-empty",
    ],
    [
      "parse_mode, which this one does not parse",
      "sendMessage",
      { chat_id: 1, text: "x", parse_mode: "HTML" },
      'the local Telegram does not support parameter "parse_mode"',
    ],
    [
      "a long caption",
      "sendPhoto",
      { chat_id: 1, photo: "id", caption: "x".repeat(1025) },
      "message caption is too long",
    ],
    ["no photo", "sendPhoto", { chat_id: 1 }, "there is no photo in the request"],
    [
      "an unknown action",
      "sendChatAction",
      { chat_id: 1, action: "dancing" },
      "wrong parameter action in request",
    ],
    [
      "too many connections",
      "setWebhook",
      { url: "https://x.example", max_connections: 101 },
      'parameter "max_connections" must be between 1 and 100',
    ],
    [
      "an unknown update",
      "setWebhook",
      { url: "https://x.example", allowed_updates: ["mesage"] },
      'wrong parameter allowed_updates[0] in request: "mesage" is not one of',
    ],
    [
      "a secret with a space",
      "setWebhook",
      { url: "https://x.example", secret_token: "a b" },
      "secret token contains unallowed characters",
    ],
    [
      "a command in capitals",
      "setMyCommands",
      { commands: [{ command: "Start", description: "x" }] },
      "BOT_COMMAND_INVALID",
    ],
    [
      "a command without words",
      "setMyCommands",
      { commands: [{ command: "start", description: "" }] },
      "BOT_COMMAND_DESCRIPTION_INVALID",
    ],
    [
      "101 commands",
      "setMyCommands",
      { commands: Array.from({ length: 101 }, () => ({ command: "a", description: "b" })) },
      "BOT_COMMANDS_TOO_MUCH",
    ],
    [
      "a long description",
      "setMyDescription",
      { description: "x".repeat(513) },
      'parameter "description" is too long',
    ],
    [
      "an unknown menu button",
      "setChatMenuButton",
      { menu_button: { type: "fancy" } },
      "MenuButton has unsupported type",
    ],
    [
      "a query without id",
      "answerCallbackQuery",
      {},
      "query is too old and response timeout expired or query ID is invalid",
    ],
    [
      "an edit without message",
      "editMessageText",
      { chat_id: 1, text: "x" },
      "message identifier is not specified",
    ],
    ["a file without id", "getFile", {}, "file_id not specified"],
    [
      "an album of one",
      "sendMediaGroup",
      { chat_id: 1, media: [{ type: "photo", media: "x" }] },
      "wrong number of messages",
    ],
    [
      "an animation in an album",
      "sendMediaGroup",
      {
        chat_id: 1,
        media: [
          { type: "animation", media: "x" },
          { type: "photo", media: "x" },
        ],
      },
      "type of the media can't be used in an album",
    ],
    [
      "a field that an album's part has not",
      "sendMediaGroup",
      {
        chat_id: 1,
        media: [
          { type: "photo", media: "x", duration: 5 },
          { type: "photo", media: "x" },
        ],
      },
      'unknown parameter "media[0].duration"',
    ],
    [
      "a place beyond the pole",
      "sendLocation",
      { chat_id: 1, latitude: 91, longitude: 0 },
      "wrong latitude specified",
    ],
    [
      "a poll of thirteen",
      "sendPoll",
      { chat_id: 1, question: "?", options: Array(13).fill({ text: "a" }) },
      "poll can't have more than 12 options",
    ],
    [
      "an option of 101 characters",
      "sendPoll",
      { chat_id: 1, question: "?", options: [{ text: "x".repeat(101) }] },
      "poll options length must not exceed 100",
    ],
    ["another dice", "sendDice", { chat_id: 1, emoji: "🎱" }, "wrong dice emoji specified"],
    [
      "an unknown reaction",
      "setMessageReaction",
      { chat_id: 1, message_id: 1, reaction: [{ type: "emoji", emoji: "🍕" }] },
      "REACTION_INVALID",
    ],
    [
      "101 messages to delete",
      "deleteMessages",
      { chat_id: 1, message_ids: Array(101).fill(1) },
      "too many message identifiers",
    ],
    [
      "a link for nobody",
      "createChatInviteLink",
      { chat_id: -1, member_limit: 100_000 },
      "wrong member limit specified",
    ],
    [
      "a permission that is none",
      "restrictChatMember",
      { chat_id: -1, user_id: 1, permissions: { can_fly: true } },
      'unknown parameter "permissions.can_fly"',
    ],
    [
      "a right that is no boolean",
      "promoteChatMember",
      { chat_id: -1, user_id: 1, can_pin_messages: 1 },
      'field "can_pin_messages" must be of type Boolean',
    ],
    [
      "a topic's colour of one's own",
      "createForumTopic",
      { chat_id: -1, name: "x", icon_color: 1 },
      "TOPIC_ICON_COLOR_INVALID",
    ],
    ["a title of 129", "setChatTitle", { chat_id: -1, title: "x".repeat(129) }, "title is too long"],
    [
      "a thumbnail by its id",
      "sendVideo",
      { chat_id: 1, video: "id", thumbnail: "id" },
      'field "thumbnail" must be an uploaded file',
    ],
    ["101 updates at once", "getUpdates", { limit: 101 }, 'parameter "limit" must be between 1 and 100'],
  ])("%s", (_label, method, params, reason) => {
    expect(refusalOf(method, params)).toContain(`400 Bad Request: ${reason}`);
  });
});

describe("what is taken", () => {
  test.each<[string, MethodName, Record<string, unknown>, Encoding]>([
    ["4,096 characters", "sendMessage", { chat_id: 1, text: "x".repeat(4096) }, "json"],
    ["64 bytes of data", "sendMessage", inline({ text: "a", callback_data: "ş".repeat(32) }), "json"],
    ["a request for the contact", "sendMessage", keyboard({ text: "Paylaş", request_contact: true }), "json"],
    ["a reply button of text alone", "sendMessage", keyboard("Evet"), "json"],
    [
      "the removal of a keyboard",
      "sendMessage",
      { chat_id: 1, text: "x", reply_markup: { remove_keyboard: true } },
      "json",
    ],
    ["a chat id as text", "sendMessage", { chat_id: "17", text: "x" }, "json"],
    ["form values", "getUpdates", { limit: "5", timeout: "0", allowed_updates: '["message"]' }, "form"],
    ["a form's boolean", "deleteWebhook", { drop_pending_updates: "True" }, "form"],
    ["nothing for the default menu", "setChatMenuButton", {}, "json"],
    ["null for an absent value", "sendMessage", { chat_id: 1, text: "x", reply_markup: null }, "json"],
  ])("%s", (_label, method, params, encoding) => {
    expect(refusalOf(method, params, encoding)).toBeNull();
  });
});

test("a method's name may have any case, an unknown one is not found", () => {
  expect(findMethod("SENDMESSAGE")).toBe("sendMessage");
  expect(findMethod("sendMesage")).toBeUndefined();
});
