import type { Message } from "@grammyjs/types";
import { cleanText, entitiesOf } from "./entities";
import { send } from "./message";
import { getPeerOrThrow, type MethodCall, type Outcome, requireMaySend } from "./outcome";

export function sendMessage(call: MethodCall): Outcome {
  const chat = getPeerOrThrow(call);
  const text = cleanText(call.params.text as string);
  const entities = entitiesOf(call.params.entities, text);
  const fields = { text, ...(entities.length > 0 && { entities }), ...linkPreview(call) };
  return send(call, chat, { fields });
}

export function sendChatAction(call: MethodCall): Outcome {
  requireMaySend(call, getPeerOrThrow(call), "can_send_messages");
  return { result: true };
}

/** Link preview options as a message keeps them. */
export function linkPreview(call: MethodCall): Pick<Message, "link_preview_options"> {
  const options = call.params.link_preview_options as Message["link_preview_options"];
  return options ? { link_preview_options: options } : {};
}
