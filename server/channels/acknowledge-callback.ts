import { getRuntime } from "@/server/kernel";
import { findSendingChannel } from "./sending-channel";
import { BotApiRefusal, callBotApi } from "./telegram/bot-api";

/**
 * Ends the waiting sign on a button that a customer has tapped. Best effort and never awaited by what matters: the
 * platform forgets a tap after a while, and then refuses.
 *
 * @param callbackId the platform's id of the tap (`payload.callback.id` of the message)
 * @param text shown to the customer for a moment
 */
export async function acknowledgeCallback(
  channel: { workspaceId: string; channelId: string },
  callbackId: string,
  text?: string,
): Promise<void> {
  try {
    const found = await findSendingChannel(channel.workspaceId, channel.channelId);
    if (!found?.target) return;
    await callBotApi(found.target, "answerCallbackQuery", {
      callback_query_id: callbackId,
      ...(text ? { text } : {}),
    });
  } catch (error) {
    if (error instanceof BotApiRefusal && error.status === 400) return;
    getRuntime().logger.warn({ ...channel, error }, "a tap could not be acknowledged");
  }
}
