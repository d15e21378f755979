import type { MethodName } from "../parameters/methods";
import { deleteMessage, editMessageCaption, editMessageReplyMarkup, editMessageText } from "./edit";
import type { MethodCall, Outcome } from "./outcome";
import {
  deleteMyCommands,
  getChatMenuButton,
  getMyCommands,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMyName,
  setMyShortDescription,
} from "./profile";
import { answerCallbackQuery, getChat, getFile, getMe, getUserProfilePhotos } from "./read";
import { sendChatAction, sendMessage, sendPhoto } from "./send";
import { deleteWebhook, setWebhook } from "./webhook";

/** Methods answered from the state alone; `getUpdates` waits and `getWebhookInfo` asks the delivery. */
export const methods: Readonly<
  Record<Exclude<MethodName, "getUpdates" | "getWebhookInfo">, (call: MethodCall) => Outcome>
> = {
  getMe,
  setWebhook,
  deleteWebhook,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName,
  getMyName,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
  setChatMenuButton,
  getChatMenuButton,
  sendMessage,
  sendPhoto,
  sendChatAction,
  answerCallbackQuery,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  getFile,
  getChat,
  getUserProfilePhotos,
};
