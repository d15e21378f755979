import { and, eq, isNull } from "drizzle-orm";
import type { CallbackQuery, Message, Update } from "grammy/types";
import { memberCommands } from "@/db/schema";
import { BotApiRefusal, type BotApiTarget, findSendingChannel } from "@/server/channels";
import {
  type Ctx,
  DomainError,
  getRuntime,
  inWorkspace,
  type LaterHandler,
  openMemberActor,
  openSystemContext,
  PermissionDenied,
} from "@/server/kernel";
import { answerPress, type MemberChat, markOf, say, tell } from "./chat";
import { findLink, type LinkRow, takeLink, unlinkTelegram } from "./links";
import { chooseMode, moveBot, showPanel, showStats, showTutorial, showWaiting } from "./pages";
import { askForWords, sendDraft, sendWords } from "./reply";
import { type CommandName, isStale, type Press, readCommand, readLinkSecret, readPress } from "./rules";
import { memberText, toLocale } from "./texts";

type Place = { workspaceId: string; channelId: string; updateId: number };

/** The later job `commands/run`: does what a member sent or pressed, once. */
export const runCommand: LaterHandler = async ({ workspaceId, subject }) => {
  const [channelId = "", number = ""] = subject.split(" ");
  const place = { workspaceId, channelId, updateId: Number(number) };
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: "commands" });
  const mine = and(
    eq(memberCommands.workspaceId, workspaceId),
    eq(memberCommands.channelId, channelId),
    eq(memberCommands.updateId, place.updateId),
  );
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(memberCommands)
      .where(and(mine, isNull(memberCommands.doneAt))),
  );
  if (!row) return undefined;
  const channel = await findSendingChannel(workspaceId, channelId);
  if (channel?.target && !channel.isSuspended) {
    const update = row.update as unknown as Update;
    try {
      if (update.callback_query) await press(ctx, place, channel.target, update.callback_query);
      else if (update.message) await write(ctx, place, channel.target, update.message);
    } catch (error) {
      // What the platform refuses now it refuses at every try.
      if (!(error instanceof BotApiRefusal) || error.status === 429 || error.status >= 500) throw error;
      getRuntime().logger.warn({ workspaceId, channelId, error }, "a member could not be answered");
    }
  }
  await inWorkspace(ctx, (tx) => tx.update(memberCommands).set({ doneAt: ctx.clock.now() }).where(mine));
  return undefined;
};

async function write(ctx: Ctx, place: Place, target: BotApiTarget, message: Message): Promise<void> {
  const { text = "", from, chat: room, reply_to_message: repliedTo } = message;
  if (!from) return;
  const secret = readLinkSecret(text);
  const locale = toLocale(from.language_code);
  if (secret) {
    const accountName = [from.first_name, from.last_name].filter(Boolean).join(" ");
    const link = await inWorkspace(ctx, (tx) =>
      takeLink(tx, ctx, {
        ...{ secret, telegramUserId: String(from.id), accountName, language: locale },
        channelId: place.channelId,
      }),
    );
    if (!link) return tell({ target, chatId: room.id }, memberText(locale, "link.expired"));
    const chat = await openChat(place, target, link, room.id, null);
    if (!chat) return;
    await tell(chat, say(chat, "link.done", { workspace: ctx.workspace.name }));
    return perform(chat, () => showPanel(chat));
  }
  const link = await inWorkspace(ctx, (tx) => findLink(tx, ctx, String(from.id)));
  const chat = link && (await openChat(place, target, link, room.id, null));
  if (!chat) return tell({ target, chatId: room.id }, memberText(locale, "link.gone"));
  const command = readCommand(text);
  if (command) return perform(chat, () => obey(chat, command));
  if (!repliedTo) return;
  const answered = { providerMessageId: String(repliedTo.message_id), text, updateId: place.updateId };
  return perform(chat, () => sendWords(chat, answered));
}

async function obey(chat: MemberChat, command: CommandName): Promise<void> {
  switch (command) {
    case "panel":
      return showPanel(chat);
    case "stats":
      return showStats(chat);
    case "pause":
      return moveBot(chat, "paused");
    case "resume":
      return moveBot(chat, "active");
    case "reply":
      return showWaiting(chat);
    case "unlink":
      await unlinkTelegram({ ctx: chat.ctx });
      return tell(chat, say(chat, "link.removed"));
  }
}

async function press(ctx: Ctx, place: Place, target: BotApiTarget, query: CallbackQuery): Promise<void> {
  const locale = toLocale(query.from.language_code);
  const pressed = readPress(query.data ?? "");
  const messageId = query.message?.message_id;
  const link = await inWorkspace(ctx, (tx) => findLink(tx, ctx, String(query.from.id)));
  const chat =
    link && messageId !== undefined
      ? await openChat(place, target, link, query.from.id, { queryId: query.id, messageId })
      : null;
  if (!chat || !pressed) return answerPress(target, query.id, memberText(locale, "press.notLinked"));
  if (markOf(chat.link, pressed) !== pressed.mark) {
    return answerPress(target, query.id, say(chat, "press.notYours"));
  }
  if (isStale(pressed, ctx.clock.now())) {
    await answerPress(target, query.id, say(chat, "press.old"));
    return perform({ ...chat, pressed: null }, () => showPanel({ ...chat, pressed: null }));
  }
  await answerPress(target, query.id);
  return perform(chat, () => follow(chat, pressed, place.updateId));
}

async function follow(chat: MemberChat, { action, argument }: Press, updateId: number): Promise<void> {
  switch (action) {
    case "v":
      return showPanel(chat);
    case "s":
      return showStats(chat);
    case "r":
      return showWaiting(chat);
    case "p":
      return moveBot(chat, "paused");
    case "u":
      return moveBot(chat, "active");
    case "t":
      return showTutorial(chat, Number(argument) || 0);
    case "m":
      return chooseMode(chat, argument);
    case "d":
      return sendDraft(chat, argument, updateId);
    case "w":
      return askForWords(chat, argument);
  }
}

/** The member with the role of now; null when that member is gone. */
async function openChat(
  place: Place,
  target: BotApiTarget,
  link: LinkRow,
  chatId: number,
  pressed: MemberChat["pressed"],
): Promise<MemberChat | null> {
  const ctx = await openMemberActor(place.workspaceId, link.memberId);
  if (!ctx) return null;
  return { ctx, link, channelId: place.channelId, target, chatId, locale: toLocale(link.language), pressed };
}

/** What the product refuses is said in the chat; anything else is tried again. */
async function perform(chat: MemberChat, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof PermissionDenied) return tell(chat, say(chat, "failed.forbidden"));
    if (!(error instanceof DomainError)) throw error;
    await tell(chat, say(chat, "failed.refused"));
  }
}
