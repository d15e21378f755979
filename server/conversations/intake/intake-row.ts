import type { MessagePayload, MessageReaction, messageKinds } from "@/db/schema";
import type { GroupChange } from "@/server/groups";

/** One row of a batch, as the database type `intake_row` reads it. */
export type IntakeRow = {
  workspace_id: string;
  channel_id: string;
  update_id: number;
  effect: "message" | "edit" | "reaction" | "unreachable" | "reachable" | "group" | "ignored" | "rejected";
  reject_reason: string | null;
  body: string;
  chat_id: string | null;
  user_id: string | null;
  display_name: string | null;
  language_hint: string | null;
  message_kind: string | null;
  text: string | null;
  payload: Record<string, unknown> | null;
  provider_message_id: string | null;
  sent_at: string | null;
  message_id: string | null;
  event_id: string | null;
  file_id: string | null;
  wants_agent: boolean;
};

/** A row of nothing but the update as it came: none of the values that the database may have refused. */
export function toRejectedRow(
  update: Pick<IntakeRow, "workspace_id" | "channel_id" | "update_id" | "body">,
  reason: string | null,
): IntakeRow {
  return {
    workspace_id: update.workspace_id,
    channel_id: update.channel_id,
    update_id: update.update_id,
    effect: "rejected",
    reject_reason: reason,
    body: update.body,
    chat_id: null,
    user_id: null,
    display_name: null,
    language_hint: null,
    message_kind: null,
    text: null,
    payload: null,
    provider_message_id: null,
    sent_at: null,
    message_id: null,
    event_id: null,
    file_id: null,
    wants_agent: false,
  };
}

/** What an update means for us, before it has ids. */
export type ConvertedUpdate =
  | { effect: "group"; chatId: string; change: GroupChange }
  | { effect: "ignored" }
  | { effect: "rejected"; reason: string }
  | { effect: "unreachable" | "reachable"; chatId: string; user: TelegramSender }
  | ({ effect: "edit"; chatId: string; providerMessageId: string; sentAt: Date } & MessageContent)
  | {
      effect: "reaction";
      chatId: string;
      reactions: MessageReaction[];
      providerMessageId: string;
      sentAt: Date;
    }
  | {
      effect: "message";
      chatId: string;
      user: TelegramSender;
      kind: MessageKind;
      text: string;
      payload: MessagePayload;
      providerMessageId: string | null;
      sentAt: Date;
    };

export type MessageKind = (typeof messageKinds)[number];

/** What a message says or is. */
export type MessageContent = { kind: MessageKind; text: string; payload: MessagePayload };

export type TelegramSender = { id: string; displayName: string; languageCode: string | null };
