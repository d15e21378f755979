import { type BotApiParams, type BotApiTarget, callBotApi } from "@/server/channels";
import type { ClaimedDelivery } from "./claims";
import { isMediaKind } from "./rules";
import type { SendTimes } from "./send-delivery";
import { sendMedia } from "./send-media";
import { toChatId, toInlineKeyboard, toSendMessage } from "./to-send-message";

type Taken = { providerMessageId: string | null; providerMessageIds?: string[] };
type ReactionEmoji = Extract<
  NonNullable<BotApiParams<"setMessageReaction">["reaction"]>[number],
  { type: "emoji" }
>["emoji"];

/**
 * Makes the one call that a delivery stands for.
 *
 * @returns what the platform calls the message now sent; null for a change to one
 * @throws BotApiRefusal, BotApiUnreachable, KeptFileMissing
 */
export async function callForAction(
  target: BotApiTarget,
  delivery: ClaimedDelivery,
  times: SendTimes,
): Promise<Taken> {
  // A call without a file is not cut off: its answer is worth the wait.
  const { timeoutMs } = times;
  switch (delivery.action) {
    case "send": {
      if (isMediaKind(delivery.kind)) return sendMedia(target, delivery, times);
      const message = await callBotApi(target, "sendMessage", toSendMessage(delivery), { timeoutMs });
      return { providerMessageId: String(message.message_id) };
    }
    case "edit":
      await edit(target, delivery, { timeoutMs });
      return { providerMessageId: null };
    case "delete":
      await remove(target, delivery, { timeoutMs });
      return { providerMessageId: null };
    case "react":
      await callBotApi(
        target,
        "setMessageReaction",
        {
          ...placeOf(delivery),
          // What may stand here was checked when it was asked for; the platform has the last word.
          reaction: delivery.said ? [{ type: "emoji", emoji: delivery.said as ReactionEmoji }] : [],
        },
        { timeoutMs },
      );
      return { providerMessageId: null };
  }
}

const placeOf = (delivery: ClaimedDelivery) => ({
  chat_id: toChatId(delivery.chatId),
  message_id: Number(delivery.providerMessageId),
});

/** Without them the platform takes a message's buttons away. */
function buttonsOf({ payload }: ClaimedDelivery) {
  if (!payload?.buttons || payload.buttons.length === 0) return {};
  return { reply_markup: { inline_keyboard: toInlineKeyboard(payload.buttons) } };
}

function edit(target: BotApiTarget, delivery: ClaimedDelivery, times: SendTimes) {
  const said = delivery.said ?? "";
  return delivery.kind === "text"
    ? callBotApi(
        target,
        "editMessageText",
        { ...placeOf(delivery), text: said, ...buttonsOf(delivery) },
        times,
      )
    : callBotApi(target, "editMessageCaption", { ...placeOf(delivery), caption: said }, times);
}

function remove(target: BotApiTarget, delivery: ClaimedDelivery, times: SendTimes) {
  const parts = delivery.providerMessageIds ?? [];
  if (parts.length < 2) return callBotApi(target, "deleteMessage", placeOf(delivery), times);
  return callBotApi(
    target,
    "deleteMessages",
    { chat_id: toChatId(delivery.chatId), message_ids: parts.map(Number) },
    times,
  );
}
