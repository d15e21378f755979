import { sql } from "drizzle-orm";
import { inWorkspace, type LaterHandler, newId, openSystemContext } from "@/server/kernel";
import { convertTelegramUpdate } from "./convert-telegram-update";
import { toRow } from "./ingest-update";
import { isObject } from "./json";

/** So long is waited for what an edit or a reaction belongs to; the update itself is kept with the raw ones. */
const patienceMs = 10 * 60_000;
const subjectShape = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f-]{36}) (-?\d+)$/;

/**
 * The later job `conversations/change`: an edit or a reaction that came before its message is applied once that is here.
 * Asked for by the intake; its subject names the raw update: day, channel, number.
 */
export const applyLateChange: LaterHandler = async ({ workspaceId, subject }) => {
  const [, day, channelId, updateId] = subjectShape.exec(subject) ?? [];
  if (!day || !channelId || !updateId) return undefined;
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "intake" });
  const now = ctx.clock.now();
  return inWorkspace(ctx, async (tx) => {
    const [raw] = await tx.execute<{ body: string; age_ms: string }>(sql`
      select body, extract(epoch from ${now.toISOString()}::timestamptz - received_at) * 1000 as age_ms from raw_updates
      where workspace_id = ${workspaceId}::uuid and day = ${day}::date and channel_id = ${channelId}::uuid
        and update_id = ${updateId}::bigint`);
    const update: unknown = raw && JSON.parse(raw.body);
    if (!raw || !isObject(update)) return undefined;
    const converted = convertTelegramUpdate(update, now);
    if (converted.effect !== "edit" && converted.effect !== "reaction") return undefined;
    const row = { ...toRow({ workspaceId, channelId }, update, converted, ""), event_id: newId() };
    const [outcome] = await tx.execute<{ is_found: boolean }>(sql`
      select ingest_message_change(${workspaceId}::uuid, jsonb_populate_record(null::intake_row, ${JSON.stringify(row)}::jsonb),
        ${now.toISOString()}::timestamptz) as is_found`);
    const ageMs = Number(raw.age_ms);
    if (outcome?.is_found || ageMs > patienceMs) return undefined;
    return { againAt: new Date(now.getTime() + Math.max(1_000, ageMs / 2)) };
  });
};
