import type { InlineKeyboardMarkup, Message } from "grammy/types";
import type { Locale } from "@/lib/i18n/locales";
import { BotApiRefusal, type BotApiTarget, callBotApi } from "@/server/channels";
import { type Ctx, getRuntime, keyedHash } from "@/server/kernel";
import type { LinkRow } from "./links";
import { type Press, type PressAction, writePress } from "./rules";
import { type MemberTextKey, memberText } from "./texts";

/** The chat of a linked member with a bot, and what is done there in that member's name. */
export type MemberChat = {
  /** The member acts. */
  ctx: Ctx;
  link: LinkRow;
  channelId: string;
  target: BotApiTarget;
  chatId: number;
  locale: Locale;
  /** The message whose button was pressed; it is changed rather than followed by another one. */
  pressed: { queryId: string; messageId: number } | null;
};

export type Button = { text: string; action: PressAction; argument?: string };

export const say = (chat: MemberChat, key: MemberTextKey, params?: Record<string, string | number>): string =>
  memberText(chat.locale, key, params);

/** What makes a button this link's: nobody else's data passes. */
export function markOf(link: Pick<LinkRow, "id" | "workspaceId">, press: Omit<Press, "mark">): string {
  const { action, argument, madeAtMinute } = press;
  const words = `press ${link.workspaceId} ${link.id} ${action} ${argument} ${madeAtMinute}`;
  return keyedHash(getRuntime().env.secret, words).slice(0, 8);
}

export function toKeyboard(
  chat: Pick<MemberChat, "link" | "ctx">,
  rows: readonly Button[][],
): InlineKeyboardMarkup {
  const madeAtMinute = Math.floor(chat.ctx.clock.now().getTime() / 60_000);
  return {
    inline_keyboard: rows.map((row) =>
      row.map(({ text, action, argument = "" }) => {
        const press = { action, argument, madeAtMinute };
        return { text, callback_data: writePress({ ...press, mark: markOf(chat.link, press) }) };
      }),
    ),
  };
}

/** Shows a page of buttons: in place of the one that was pressed, else as a new message. */
export async function show(chat: MemberChat, text: string, rows: readonly Button[][]): Promise<void> {
  const reply_markup = toKeyboard(chat, rows);
  if (chat.pressed) {
    try {
      await callBotApi(chat.target, "editMessageText", {
        chat_id: chat.chatId,
        message_id: chat.pressed.messageId,
        text,
        reply_markup,
      });
      return;
    } catch (error) {
      if (!(error instanceof BotApiRefusal)) throw error;
      // The same page again, as the platform says it.
      if (/not modified/i.test(error.description)) return;
    }
  }
  await callBotApi(chat.target, "sendMessage", { chat_id: chat.chatId, text, reply_markup });
}

export async function tell(chat: Pick<MemberChat, "target" | "chatId">, text: string): Promise<void> {
  await callBotApi(chat.target, "sendMessage", { chat_id: chat.chatId, text });
}

/** A question whose answer comes as a reply to it. */
export async function ask(chat: MemberChat, text: string, placeholder: string): Promise<string> {
  const sent: Message = await callBotApi(chat.target, "sendMessage", {
    chat_id: chat.chatId,
    text,
    reply_markup: { force_reply: true, input_field_placeholder: placeholder.slice(0, 64) },
  });
  return String(sent.message_id);
}

/** Ends the waiting sign of a pressed button; with a text, says it in a window. */
export async function answerPress(target: BotApiTarget, queryId: string, text?: string): Promise<void> {
  try {
    await callBotApi(target, "answerCallbackQuery", {
      callback_query_id: queryId,
      ...(text ? { text: text.slice(0, 200), show_alert: true } : {}),
    });
  } catch (error) {
    // A press that is too old is refused; what it asked for is done all the same.
    if (!(error instanceof BotApiRefusal)) throw error;
  }
}
