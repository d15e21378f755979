import { and, eq } from "drizzle-orm";
import { channels } from "@/db/schema";
import { type Ctx, getRuntime, inWorkspace } from "@/server/kernel";
import { bringIntoService } from "../bring-into-service";
import { type ChannelRow, targetOf, webhookAddress } from "../internal";
import { noteChannelError } from "../note-channel-error";
import { judgeWebhook, selfMendsAnHour, type WebhookWord } from "../rules";
import { allowedUpdates } from "../telegram/allowed-updates";
import { BotApiRefusal, BotApiUnreachable, callBotApi } from "../telegram/bot-api";
import { toChannelError } from "../telegram/register-bot";
import { countCall } from "./counters";
import { countSelfMended, endTrouble, noteSelfMended, openTrouble } from "./troubles";

const timeoutMs = 5_000;
const hourMs = 3_600_000;

/** What a look has come to. `wait`: the platform asks not to be asked before. */
export type Look = { outcome: "healthy" | "trouble" | "away" | "gone" } | { outcome: "wait"; forMs: number };

/**
 * Asks the platform how a bot fares, notes what is wrong or is over, and sets right what is ours and safe: a webhook
 * that fell off, or that stands at an earlier address of this installation. A foreign one is left alone.
 */
export async function lookAtChannel(ctx: Ctx, channelId: string): Promise<Look> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), eq(channels.id, channelId))),
  );
  if (!row || row.state === "deleted") return { outcome: "gone" };
  const startedAt = performance.now();
  try {
    const word = await askForWord(row);
    countCall({ workspaceId: row.workspaceId, channelId }, "other", performance.now() - startedAt);
    return await settle(ctx, row, word);
  } catch (error) {
    if (error instanceof BotApiUnreachable) return { outcome: "away" };
    if (!(error instanceof BotApiRefusal)) throw error;
    const place = { workspaceId: row.workspaceId, channelId };
    if (error.status === 429) {
      countCall(place, "tooMany", performance.now() - startedAt);
      return { outcome: "wait", forMs: (error.retryAfterS ?? 1) * 1_000 };
    }
    if (toChannelError(error) !== "token_rejected") return { outcome: "away" };
    await openTrouble(ctx, channelId, { code: "token_rejected" });
    return { outcome: "trouble" };
  }
}

async function askForWord(row: ChannelRow): Promise<WebhookWord> {
  const info = await callBotApi(targetOf(row), "getWebhookInfo", undefined, { timeoutMs });
  return {
    url: info.url ?? "",
    pendingCount: info.pending_update_count,
    lastErrorAt: info.last_error_date ? new Date(info.last_error_date * 1_000) : null,
    lastErrorText: info.last_error_message ?? null,
    isWholeList: [...(info.allowed_updates ?? [])].sort().join() === [...allowedUpdates].sort().join(),
  };
}

async function settle(ctx: Ctx, row: ChannelRow, word: WebhookWord): Promise<Look> {
  const bot = { mode: row.updateMode, address: webhookAddress(row.key), key: row.key };
  const verdict = judgeWebhook(word, bot, ctx.clock.now());
  if (verdict.verdict === "trouble" && verdict.code === "webhook_missing") return restoreWebhook(ctx, row);
  if (verdict.verdict === "trouble") {
    await openTrouble(ctx, row.id, verdict);
    return { outcome: "trouble" };
  }
  if (verdict.verdict === "heal" || row.state === "broken") {
    const error = await bringIntoService(ctx, row, row.state === "paused" ? "paused" : "active");
    return { outcome: error === null ? "healthy" : "trouble" };
  }
  // That another program fetches shows only when we fetch.
  const hasEnded = await endTrouble(ctx, row.id, "itself", [
    ...(["token_rejected", "webhook_foreign", "webhook_missing"] as const),
    ...(["webhook_refused", "webhook_failing"] as const),
  ]);
  // The platform was away when the webhook was set last, and answers by now.
  if (!hasEnded && row.lastError === "provider_unavailable" && row.updateMode === "webhook")
    await noteChannelError({ workspaceId: row.workspaceId, channelId: row.id }, null);
  return { outcome: "healthy" };
}

/** Ours fell off: set again, unless it falls so often that somebody must be taking it away. */
async function restoreWebhook(ctx: Ctx, row: ChannelRow): Promise<Look> {
  const since = new Date(ctx.clock.now().getTime() - hourMs);
  if ((await countSelfMended(ctx, row.id, "webhook_missing", since)) >= selfMendsAnHour) {
    await openTrouble(ctx, row.id, { code: "webhook_missing" });
    return { outcome: "trouble" };
  }
  const error = await bringIntoService(ctx, row, row.state === "paused" ? "paused" : "active");
  if (error !== null) return { outcome: "trouble" };
  await noteSelfMended(ctx, row.id, "webhook_missing");
  getRuntime().logger.info({ workspaceId: row.workspaceId, channelId: row.id }, "a webhook was set again");
  return { outcome: "healthy" };
}
