import { and, eq, sql } from "drizzle-orm";
import type { Message, Update } from "grammy/types";
import { managedBotRequests } from "@/db/schema";
import {
  DomainError,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openMemberActor,
  openSystemContext,
  platformScope,
  runLater,
} from "@/server/kernel";
import { connectBot } from "../connect-telegram-bot";
import { type BotApiTarget, BotApiUnreachable, callBotApi } from "../telegram/bot-api";
import { platformTarget } from "./platform-bot";
import { platformText } from "./platform-texts";
import { secretHashOf } from "./request-managed-bot";

export const platformPollJob = "channels/platform-poll";

const longPollS = 20;
const restMs = 1_000;
const troubledRestMs = 10_000;

/** The job that fetches what people do at the platform's own bot; asked for once at start, where there is one. */
export async function schedulePlatformPoll(): Promise<void> {
  if (!platformTarget()) return;
  const dueAt = getRuntime().clock.now();
  await inWorkspace({ workspace: { id: platformScope } }, (tx) =>
    runLater(tx, { workspaceId: platformScope, kind: platformPollJob, subject: "", dueAt }),
  );
}

/** One long poll; one at a time, so that one process is the one that fetches. */
const pollPlatform: LaterHandler = async () => {
  const runtime = getRuntime();
  const target = platformTarget();
  if (!target) return undefined;
  const restFrom = (pauseMs: number) => ({ againAt: new Date(runtime.clock.now().getTime() + pauseMs) });
  if (!runtime.storage.isAccepting) return restFrom(troubledRestMs);
  const held = runtime.keep("platform-poll", () => {
    const stopping = new AbortController();
    runtime.onStop(async () => stopping.abort());
    return { next: 0, stopping };
  });
  let pauseMs = restMs;
  try {
    const updates = await callBotApi(
      target,
      "getUpdates",
      { offset: held.next, timeout: longPollS, allowed_updates: ["message", "managed_bot"] },
      { timeoutMs: (longPollS + 10) * 1_000, signal: held.stopping.signal },
    );
    for (const update of updates) {
      // The platform keeps what is not confirmed.
      runtime.storage.requireRoom();
      await handlePlatformUpdate(target, update);
      held.next = update.update_id + 1;
    }
    if (updates.length > 0) pauseMs = 0;
  } catch (error) {
    if (!held.stopping.signal.aborted) {
      runtime.logger.warn({ error }, "the platform's own bot could not be asked");
      pauseMs = troubledRestMs;
    }
  }
  return restFrom(pauseMs);
};

export const platformLaterHandlers = { [platformPollJob]: pollPlatform };

/** What somebody did at the platform's own bot. Safe to be told twice. */
export async function handlePlatformUpdate(target: BotApiTarget, update: Update): Promise<void> {
  try {
    if (update.managed_bot) await connectMade(target, update.managed_bot);
    else if (update.message) await answerStart(target, update.message);
  } catch (error) {
    if (error instanceof BotApiUnreachable) throw error;
    getRuntime().logger.error({ updateId: update.update_id, error }, "the platform's own bot failed");
  }
}

async function answerStart(target: BotApiTarget, message: Message): Promise<void> {
  const language = message.from?.language_code;
  const chat_id = message.chat.id;
  if (message.chat.type !== "private" || !message.from || message.managed_bot_created) return;
  const [, secret] = /^\/start(?:@\w+)? new_([\w-]{10,60})$/.exec(message.text ?? "") ?? [];
  const found = secret ? await findRequest({ secretHash: secretHashOf(secret), account: "" }) : null;
  if (!found) {
    await callBotApi(target, "sendMessage", { chat_id, text: platformText(language, "unknown") });
    return;
  }
  const { ctx, row } = found;
  await inWorkspace(ctx, (tx) =>
    tx
      .update(managedBotRequests)
      .set({ telegramUserId: String(message.from?.id), state: "opened" })
      .where(and(eq(managedBotRequests.workspaceId, row.workspaceId), eq(managedBotRequests.id, row.id))),
  );
  await callBotApi(target, "sendMessage", {
    chat_id,
    text: platformText(language, "offer", { name: row.name, workspace: ctx.workspace.name }),
    reply_markup: {
      keyboard: [
        [
          {
            text: platformText(language, "button"),
            request_managed_bot: {
              request_id: 1,
              suggested_name: row.name,
              suggested_username: row.username,
            },
          },
        ],
      ],
      resize_keyboard: true,
      one_time_keyboard: true,
    },
  });
}

/** Telegram has made the bot: it is connected as the member who asked for it, if that member still may. */
async function connectMade(target: BotApiTarget, made: NonNullable<Update["managed_bot"]>): Promise<void> {
  const account = String(made.user.id);
  const language = made.user.language_code;
  const found = await findRequest({ secretHash: "", account });
  // A token that its owner has replaced is told by the same update; nobody waits for a bot then.
  if (!found) return;
  const { ctx, row } = found;
  const asMember = await openMemberActor(row.workspaceId, row.memberId);
  const end = (change: Partial<typeof managedBotRequests.$inferInsert>) =>
    inWorkspace(ctx, (tx) =>
      tx
        .update(managedBotRequests)
        .set(change)
        .where(and(eq(managedBotRequests.workspaceId, row.workspaceId), eq(managedBotRequests.id, row.id))),
    );
  try {
    if (!asMember) throw new MemberGone();
    const token = await callBotApi(target, "getManagedBotToken", { user_id: made.bot.id });
    const apiRoot = getRuntime().env.platformBot?.apiRoot;
    const channelId = await connectBot(asMember, { token, ...(apiRoot && { apiRoot }), isManaged: true });
    await end({ state: "made", channelId });
    const text = platformText(language, "made", {
      username: String(made.bot.username),
      workspace: ctx.workspace.name,
    });
    await callBotApi(target, "sendMessage", {
      chat_id: made.user.id,
      text,
      reply_markup: { remove_keyboard: true },
    });
  } catch (error) {
    if (error instanceof BotApiUnreachable) throw error;
    await end({ state: "failed", error: error instanceof DomainError ? error.code : "UNKNOWN" });
    getRuntime().logger.warn({ workspaceId: row.workspaceId, error }, "a made bot could not be connected");
    await callBotApi(target, "sendMessage", {
      chat_id: made.user.id,
      text: platformText(language, "failed"),
    });
  }
}

class MemberGone extends DomainError {
  readonly code = "PERMISSION_DENIED";
  readonly kind = "forbidden";
  constructor() {
    super("Whoever asked for the bot is no member any more.");
  }
}

async function findRequest(by: { secretHash: string; account: string }) {
  const { worker, clock } = getRuntime();
  const [found] = await worker.execute<{ workspace_id: string | null; request_id: string | null }>(
    sql`select workspace_id, request_id from resolve_managed_request(${by.secretHash}, ${by.account}, ${clock.now().toISOString()}::timestamptz)`,
  );
  if (!found?.workspace_id || !found.request_id) return null;
  const { workspace_id: workspaceId, request_id: id } = found;
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "managed bots" });
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(managedBotRequests)
      .where(and(eq(managedBotRequests.workspaceId, workspaceId), eq(managedBotRequests.id, id))),
  );
  return row ? { ctx, row } : null;
}
