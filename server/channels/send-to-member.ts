import { and, eq, inArray } from "drizzle-orm";
import { channels, memberLinks } from "@/db/schema";
import { type Ctx, inWorkspace } from "@/server/kernel";
import { platformTarget } from "./managed/platform-bot";
import { findSendingChannel } from "./sending-channel";
import {
  type BotApiParams,
  BotApiRefusal,
  type BotApiTarget,
  callBotApi,
  callBotApiWithFiles,
} from "./telegram/bot-api";
import type { FilePart } from "./telegram/multipart";

export type MemberLink = { telegramUserId: string; channelId: string; language: string };

/** The member's Telegram account in this workspace, where there is one. */
export async function findMemberLink(ctx: Ctx, memberId: string): Promise<MemberLink | null> {
  const [link] = await inWorkspace(ctx, (tx) =>
    tx
      .select({
        telegramUserId: memberLinks.telegramUserId,
        channelId: memberLinks.channelId,
        language: memberLinks.language,
      })
      .from(memberLinks)
      .where(and(eq(memberLinks.workspaceId, ctx.workspace.id), eq(memberLinks.memberId, memberId))),
  );
  return link ?? null;
}

export type ToMember = Omit<BotApiParams<"sendMessage">, "chat_id"> & { photo?: FilePart };

/**
 * Writes to a linked member: through the bot that they were linked through, else another that works, else the platform's
 * own; the first that may. False: none may.
 *
 * @throws BotApiUnreachable the platform does not answer
 */
export async function sendToMember(
  ctx: Ctx,
  link: MemberLink,
  { photo, text, ...rest }: ToMember,
  /** One that is troubled itself is tried last. */
  troubledId?: string,
): Promise<boolean> {
  const rankOf = (id: string) => (id === troubledId ? 2 : id === link.channelId ? 0 : 1);
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select({ id: channels.id })
      .from(channels)
      .where(and(eq(channels.workspaceId, ctx.workspace.id), inArray(channels.state, ["active", "paused"]))),
  );
  const targets: BotApiTarget[] = [];
  for (const id of rows.map((row) => row.id).sort((a, b) => rankOf(a) - rankOf(b))) {
    const channel = await findSendingChannel(ctx.workspace.id, id);
    if (channel?.target) targets.push(channel.target);
  }
  const platform = platformTarget();
  const to = { ...rest, chat_id: Number(link.telegramUserId) };
  for (const target of platform ? [...targets, platform] : targets) {
    try {
      if (photo) {
        const params = { ...to, photo: `attach://${photo.field}`, caption: text };
        await callBotApiWithFiles(target, "sendPhoto", params, [photo]);
      } else await callBotApi(target, "sendMessage", { ...to, text });
      return true;
    } catch (error) {
      // This bot may not write to the member, or is troubled itself: the next one.
      if (!(error instanceof BotApiRefusal)) throw error;
    }
  }
  return false;
}
