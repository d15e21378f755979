import { foldText, tokenise } from "@/lib/text/fold";
import { storableText } from "@/lib/text/storable";
import { countReceived } from "@/server/channels";
import { getRuntime, newId } from "@/server/kernel";
import { getIntakeBatcher } from "./batcher";
import { convertTelegramUpdate } from "./convert-telegram-update";
import { isDiverted } from "./diversion";
import { type ConvertedUpdate, type IntakeRow, toRejectedRow } from "./intake-row";
import { isObject, type Json } from "./json";

/** Where an update came in. */
export type IntakeChannel = { workspaceId: string; channelId: string };

/**
 * Stores one update of a channel with all that follows from it, in one commit shared with its neighbours.
 * Used by the webhook's door and by polling alike. Resolves after the commit; a duplicate has no effect.
 *
 * @param body the update as it came, for the raw record
 * @returns what became of it; `malformed` ones have no `update_id` and cannot be stored
 * @throws DatabaseAway, LimitReached nothing was stored, deliver again
 */
export async function ingestUpdate(
  channel: IntakeChannel,
  update: unknown,
  body: string,
): Promise<"stored" | "ignored" | "rejected" | "malformed"> {
  const { metrics, clock } = getRuntime();
  if (!isObject(update) || typeof update.update_id !== "number" || !Number.isSafeInteger(update.update_id)) {
    metrics.updates.inc({ outcome: "rejected" });
    return "malformed";
  }
  if (await isDiverted(channel, update)) {
    metrics.updates.inc({ outcome: "stored" });
    return "stored";
  }
  const converted = convertTelegramUpdate(update, clock.now());
  const kept = await getIntakeBatcher().store(toRow(channel, update, converted, body));
  countReceived(channel);
  const outcome = converted.effect === "ignored" || converted.effect === "rejected" ? converted.effect : kept;
  metrics.updates.inc({ outcome });
  return outcome;
}

export function toRow(
  channel: IntakeChannel,
  update: Json,
  converted: ConvertedUpdate,
  body: string,
): IntakeRow {
  const row: IntakeRow = {
    ...toRejectedRow(
      {
        workspace_id: channel.workspaceId,
        channel_id: channel.channelId,
        update_id: update.update_id as number,
        body: storableText(body),
      },
      converted.effect === "rejected" ? converted.reason : null,
    ),
    effect: converted.effect,
  };
  if (converted.effect === "ignored" || converted.effect === "rejected") return row;
  row.chat_id = converted.chatId;
  if (converted.effect === "group") {
    row.payload = converted.change;
    row.event_id = newId();
    return row;
  }
  if (converted.effect === "edit" || converted.effect === "reaction") {
    if (converted.effect === "reaction") row.payload = { reactions: converted.reactions };
    else {
      row.message_kind = converted.kind;
      row.text = converted.text;
      row.payload = converted.payload;
      row.file_id = converted.payload.media ? newId() : null;
    }
    row.provider_message_id = converted.providerMessageId;
    row.sent_at = converted.sentAt.toISOString();
    row.event_id = newId();
    return row;
  }
  row.user_id = converted.user.id;
  row.display_name = converted.user.displayName;
  row.language_hint = converted.user.languageCode;
  row.payload = { nameTerms: [...new Set(tokenise(foldText(converted.user.displayName)))].slice(0, 12) };
  if (converted.effect !== "message") return row;
  row.message_kind = converted.kind;
  row.text = converted.text;
  row.payload = { ...converted.payload, ...row.payload };
  row.provider_message_id = converted.providerMessageId;
  row.sent_at = converted.sentAt.toISOString();
  row.message_id = newId();
  row.event_id = newId();
  row.file_id = converted.payload.media ? newId() : null;
  row.wants_agent = true;
  return row;
}
