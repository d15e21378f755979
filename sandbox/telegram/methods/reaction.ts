import type { ReactionType } from "@grammyjs/types";
import { badRequest } from "../errors";
import { getPeerOrThrow, type MethodCall, type Outcome, requireNotBlocked } from "./outcome";

/** A bot sets one reaction of its own on a message; an empty list takes it away. */
export function setMessageReaction(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  requireNotBlocked(chat);
  const messageId = call.params.message_id as number;
  if (!chat.messages.has(messageId)) throw badRequest("message to react not found");
  const reactions = (call.params.reaction as ReactionType[] | undefined) ?? [];
  const by = call.bot.id;
  return {
    result: true,
    records: [{ t: "reaction", bot: call.bot.id, chat: chat.id, messageId, by, reactions }],
  };
}
