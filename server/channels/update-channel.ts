import { and, eq } from "drizzle-orm";
import { type ChannelProfile, channels } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  recordAudit,
  requirePermission,
  toPublicId,
  wakeAfterCommit,
} from "@/server/kernel";
import { bringIntoService } from "./bring-into-service";
import { ChannelChanged, TelegramRefused, TelegramUnavailable } from "./errors";
import { describeChannel } from "./get-channel";
import { type ChannelRow, getChannelOrThrow, targetOf } from "./internal";
import { canMove } from "./rules";
import { type BotTexts, type ChannelDetail, type TextLanguage, UpdateChannelInput } from "./schemas";
import { forgetSendingChannel } from "./sending-channel";
import { BotApiRefusal } from "./telegram/bot-api";
import { sendBotTexts } from "./telegram/bot-texts";

/**
 * Pauses a bot (nothing goes out, what comes in is kept), takes it up again (a broken one, and one that is active already, is registered anew), or
 * changes its own texts: only what differs is sent to the platform.
 *
 * @throws ChannelNotFound     no such bot in this workspace
 * @throws ChannelChanged      its state does not allow it
 * @throws TelegramUnavailable, TelegramRefused the texts were not taken; those before stand
 */
export async function updateChannel({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateChannelInput;
}): Promise<ChannelDetail> {
  requirePermission(ctx, "channel.update");
  const { channelId, state, texts } = UpdateChannelInput.parse(input);

  if (state) {
    const moved = await moveChannel(ctx, channelId, state);
    // Asked to work while it seems to: its owner sees that nothing arrives.
    if (moved.row.state === "broken" || (state === "active" && !moved.hasMoved)) {
      await bringIntoService(ctx, moved.row, state);
    }
    forgetSendingChannel(channelId);
  }
  if (texts) await changeTexts(ctx, channelId, texts);
  return describeChannel(ctx, channelId);
}

/** The row as it stands then: still broken when the platform has to be asked first. */
async function moveChannel(
  ctx: Ctx,
  channelId: string,
  state: "active" | "paused",
): Promise<{ row: ChannelRow; hasMoved: boolean }> {
  return inWorkspace(ctx, async (tx) => {
    const before = await getChannelOrThrow(tx, ctx, channelId);
    if (before.state === state) return { row: before, hasMoved: false };
    if (!canMove(before.state, state)) {
      throw new ChannelChanged({ channelId: toPublicId("channel", channelId), state: before.state });
    }
    if (before.state === "broken") {
      await recordAudit(tx, ctx, {
        action: "channel.update",
        entity: channelId,
        before: { state: before.state },
        after: { state },
      });
      return { row: before, hasMoved: false };
    }
    const [after] = await tx
      .update(channels)
      .set({ state })
      .where(and(eq(channels.workspaceId, before.workspaceId), eq(channels.id, channelId)))
      .returning();
    await recordAudit(tx, ctx, { action: "channel.update", entity: channelId, before, after });
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
    wakeAfterCommit(tx, "dispatcher");
    return { row: after!, hasMoved: true };
  });
}

async function changeTexts(
  ctx: Ctx,
  channelId: string,
  texts: Partial<Record<TextLanguage, Partial<BotTexts>>>,
): Promise<void> {
  const row = await inWorkspace(ctx, (tx) => getChannelOrThrow(tx, ctx, channelId));
  const wanted: ChannelProfile = {};
  for (const [language, changes] of Object.entries(texts) as [TextLanguage, Partial<BotTexts>][]) {
    wanted[language] = {
      description: "",
      shortDescription: "",
      commands: [],
      ...row.profile[language],
      ...changes,
    };
  }
  const { profile, failures } = await sendBotTexts(targetOf(row), row.profile, wanted);
  await inWorkspace(ctx, async (tx) => {
    const before = await getChannelOrThrow(tx, ctx, channelId);
    const [after] = await tx
      .update(channels)
      .set({ profile })
      .where(and(eq(channels.workspaceId, row.workspaceId), eq(channels.id, channelId)))
      .returning();
    await recordAudit(tx, ctx, { action: "channel.update", entity: channelId, before, after });
    await emit(tx, ctx, "channel/changed", { aggregateId: channelId });
  });
  const [failure] = failures;
  if (failure instanceof BotApiRefusal) throw new TelegramRefused(failure.description, failure);
  if (failure) throw new TelegramUnavailable(failure);
}
