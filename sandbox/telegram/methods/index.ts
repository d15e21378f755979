import type { MethodName } from "../parameters/methods";
import { copyMessage, copyMessages, forwardMessage, forwardMessages } from "./copy";
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
} from "./edit";
import {
  sendAnimation,
  sendAudio,
  sendDocument,
  sendMediaGroup,
  sendPhoto,
  sendSticker,
  sendVideo,
  sendVideoNote,
  sendVoice,
} from "./media";
import type { MethodCall, Outcome } from "./outcome";
import { sendContact, sendDice, sendLocation, sendPoll, sendVenue, stopPoll } from "./plain";
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
import { setMessageReaction } from "./reaction";
import { answerCallbackQuery, getChat, getFile, getMe, getUserProfilePhotos } from "./read";
import { sendChatAction, sendMessage } from "./send";
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
  sendDocument,
  sendVideo,
  sendAudio,
  sendVoice,
  sendAnimation,
  sendSticker,
  sendVideoNote,
  sendMediaGroup,
  sendLocation,
  sendVenue,
  sendContact,
  sendPoll,
  stopPoll,
  sendDice,
  copyMessage,
  copyMessages,
  forwardMessage,
  forwardMessages,
  setMessageReaction,
  sendChatAction,
  answerCallbackQuery,
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  getFile,
  getChat,
  getUserProfilePhotos,
};
