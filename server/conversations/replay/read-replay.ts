import { and, eq, inArray, sql } from "drizzle-orm";
import { rawUpdates, updateReceipts } from "@/db/schema";
import { isObject } from "@/lib/json-fields";
import { inWorkspace, openSystemContext, requirePermission, type Transaction } from "@/server/kernel";
import { convertTelegramUpdate } from "../intake/convert-telegram-update";
import type { ReplayTarget } from "./find-replay-target";

/** What the agent did with a message that is shown; `waiting` while it has it before it. */
type AgentPart = "answer" | "clarify" | "handoff" | "act" | "waiting" | "none";

export type ReplayOutcome = {
  updateId: number;
  /** `missing`: no receipt, so it never arrived or came more than eight days ago. */
  state: "accepted" | "rejected" | "missing";
  reason: string | null;
  receivedAt: string | null;
  /**
   * What the intake reads in it: a message, an edit, something of a group, a customer who comes or goes, or what the
   * product has nothing to do with.
   */
  effect: "message" | "edit" | "reaction" | "group" | "reachability" | "ignored" | "unread";
  /** It stands in a thread or in a group's record. */
  isShown: boolean;
  agent: AgentPart;
};

/** What became of updates of a bot, read from what is stored. At most 1,000 at once. */
export async function readReplay(
  target: Pick<ReplayTarget, "workspaceId" | "channelId">,
  updateIds: readonly number[],
): Promise<ReplayOutcome[]> {
  const { workspaceId, channelId } = target;
  if (updateIds.length === 0) return [];
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "sandbox" });
  requirePermission(ctx, "conversation.get");
  return inWorkspace(ctx, async (tx) => {
    const receipts = await tx
      .select()
      .from(updateReceipts)
      .where(
        and(
          eq(updateReceipts.workspaceId, workspaceId),
          eq(updateReceipts.channelId, channelId),
          inArray(updateReceipts.updateId, [...updateIds]),
        ),
      );
    const days = [...new Set(receipts.map(({ receivedAt }) => receivedAt.toISOString().slice(0, 10)))];
    const bodies =
      days.length === 0
        ? []
        : await tx
            .select({ updateId: rawUpdates.updateId, body: rawUpdates.body })
            .from(rawUpdates)
            .where(
              and(
                eq(rawUpdates.workspaceId, workspaceId),
                inArray(rawUpdates.day, days),
                eq(rawUpdates.channelId, channelId),
                inArray(rawUpdates.updateId, [...updateIds]),
              ),
            );
    const bodyById = new Map(bodies.map(({ updateId, body }) => [updateId, body]));
    const read = receipts.map((receipt) => ({
      receipt,
      ...readBody(bodyById.get(receipt.updateId), receipt.receivedAt),
    }));
    const shown = await findShown(
      tx,
      workspaceId,
      channelId,
      read.map(({ receipt, chatId, messageId }) => ({
        updateId: receipt.updateId,
        receivedAt: receipt.receivedAt.toISOString(),
        chatId,
        messageId,
      })),
    );
    const known = new Map(
      read.map(({ receipt, effect }) => [
        receipt.updateId,
        {
          updateId: receipt.updateId,
          state: receipt.state,
          reason: receipt.reason,
          receivedAt: receipt.receivedAt.toISOString(),
          effect,
          isShown: receipt.state === "accepted" && shown.has(receipt.updateId),
          agent: (effect === "message" && shown.get(receipt.updateId)) || "none",
        } satisfies ReplayOutcome,
      ]),
    );
    return updateIds.map(
      (updateId): ReplayOutcome =>
        known.get(updateId) ?? {
          updateId,
          state: "missing",
          reason: null,
          receivedAt: null,
          effect: "unread",
          isShown: false,
          agent: "none",
        },
    );
  });
}

type Read = { effect: ReplayOutcome["effect"]; chatId: string | null; messageId: string | null };

/** Reads an update as the intake did, and where its message is. */
function readBody(body: string | undefined, at: Date): Read {
  const update = body === undefined ? null : (parseJson(body) ?? null);
  if (!isObject(update)) return { effect: "unread", chatId: null, messageId: null };
  const { effect } = convertTelegramUpdate(update, at);
  const [kind] = Object.keys(update).filter((key) => key !== "update_id");
  const content = kind === undefined ? undefined : update[kind];
  const message = isObject(content) && isObject(content.message) ? content.message : content;
  const isTap = kind === "callback_query";
  const chat = isObject(message) ? message.chat : undefined;
  return {
    effect:
      effect === "reachable" || effect === "unreachable"
        ? "reachability"
        : effect === "rejected"
          ? "unread"
          : effect,
    chatId: isObject(chat) && chat.id !== undefined ? String(chat.id) : null,
    // A tap belongs to no message of the chat: it is found by the moment it was stored at.
    messageId:
      !isTap && isObject(message) && message.message_id !== undefined ? String(message.message_id) : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Wanted = { updateId: number; receivedAt: string; chatId: string | null; messageId: string | null };

async function findShown(
  tx: Transaction,
  workspaceId: string,
  channelId: string,
  wanted: readonly Wanted[],
): Promise<Map<number, AgentPart>> {
  const places = wanted.filter(({ chatId }) => chatId !== null);
  if (places.length === 0) return new Map();
  const rows = await tx.execute<{ update_id: string; agent: AgentPart }>(sql`
    with wanted as (
      select * from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
        as w("updateId" bigint, "receivedAt" timestamptz, "chatId" text, "messageId" text))
    select w."updateId" as update_id, coalesce(r.action, case when j.conversation_id is null then 'none' else 'waiting' end) as agent
    from wanted w
    join addresses a on a.workspace_id = ${workspaceId}::uuid and a.channel_id = ${channelId}::uuid and a.chat_id = w."chatId"
    join messages m on m.workspace_id = a.workspace_id and m.address_id = a.id and m.direction = 'in'
      and (m.provider_message_id = w."messageId" or (w."messageId" is null and m.kind = 'callback' and m.created_at = w."receivedAt"))
    left join lateral (
      select action from agent_runs r
      where r.workspace_id = m.workspace_id and r.conversation_id = m.conversation_id and m.seq between r.from_seq and r.to_seq
      order by r.created_at desc limit 1) r on true
    left join agent_jobs j on j.workspace_id = m.workspace_id and j.conversation_id = m.conversation_id
    union all
    select w."updateId", 'none' from wanted w
    join group_messages g on g.workspace_id = ${workspaceId}::uuid and g.chat_id = w."chatId"
      and g.provider_message_id::text = w."messageId"`);
  return new Map(rows.map((row) => [Number(row.update_id), row.agent]));
}
