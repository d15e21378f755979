import { and, eq, or } from "drizzle-orm";
import { memberLinks, memberLinkTokens } from "@/db/schema";
import { listChannels } from "@/server/channels";
import {
  type Ctx,
  emit,
  getRuntime,
  inWorkspace,
  keyedHash,
  newId,
  PermissionDenied,
  randomToken,
  recordAudit,
  requirePermission,
  type Transaction,
} from "@/server/kernel";
import { NoBotToLink } from "./errors";
import type { NewTelegramLink, TelegramLink } from "./schemas";

const validMs = 15 * 60_000;

export type LinkRow = typeof memberLinks.$inferSelect;

export const linkHash = (secret: string): string =>
  keyedHash(getRuntime().env.secret, `telegram link ${secret}`);

function ownMember(ctx: Ctx): string {
  if (ctx.actor.kind !== "member") throw new PermissionDenied("telegramLink.manage");
  return ctx.actor.memberId;
}

/** The acting member's own Telegram account. */
export async function getTelegramLink({ ctx }: { ctx: Ctx }): Promise<TelegramLink> {
  requirePermission(ctx, "telegramLink.manage");
  const memberId = ownMember(ctx);
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(memberLinks)
      .where(and(eq(memberLinks.workspaceId, ctx.workspace.id), eq(memberLinks.memberId, memberId))),
  );
  return { accountName: row?.accountName ?? null, linkedAt: row?.createdAt.toISOString() ?? null };
}

/**
 * A link that makes the Telegram account which opens it the acting member's: once, within a quarter of an hour. An
 * earlier one that nobody opened stops working.
 *
 * @throws NoBotToLink no bot of the workspace works
 */
export async function createTelegramLink({ ctx }: { ctx: Ctx }): Promise<NewTelegramLink> {
  requirePermission(ctx, "telegramLink.manage");
  const memberId = ownMember(ctx);
  const bot = (await listChannels({ ctx })).find(({ state }) => state === "active");
  if (!bot) throw new NoBotToLink();
  const secret = randomToken(18);
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + validMs);
  await inWorkspace(ctx, async (tx) => {
    await tx
      .delete(memberLinkTokens)
      .where(
        and(eq(memberLinkTokens.workspaceId, ctx.workspace.id), eq(memberLinkTokens.memberId, memberId)),
      );
    await tx.insert(memberLinkTokens).values({
      workspaceId: ctx.workspace.id,
      tokenHash: linkHash(secret),
      memberId,
      createdAt: now,
      expiresAt,
    });
    await recordAudit(tx, ctx, { action: "telegramLink.create", entity: memberId });
  });
  const word = `link_${secret}`;
  const url = bot.isLocal
    ? `/sandbox/telegram?${new URLSearchParams({ bot: bot.username, start: word })}`
    : `https://t.me/${bot.username}?start=${word}`;
  return { url, bot: bot.username, expiresAt: expiresAt.toISOString() };
}

/** Takes the acting member's account away: what it writes is a customer's from now on, and old buttons do nothing. */
export async function unlinkTelegram({ ctx }: { ctx: Ctx }): Promise<TelegramLink> {
  requirePermission(ctx, "telegramLink.manage");
  const memberId = ownMember(ctx);
  await inWorkspace(ctx, async (tx) => {
    const gone = await tx
      .delete(memberLinks)
      .where(and(eq(memberLinks.workspaceId, ctx.workspace.id), eq(memberLinks.memberId, memberId)))
      .returning({ id: memberLinks.id });
    if (gone.length === 0) return;
    await recordAudit(tx, ctx, { action: "telegramLink.remove", entity: memberId });
    await emit(tx, ctx, "member/unlinked", { aggregateId: memberId });
  });
  return { accountName: null, linkedAt: null };
}

/** Makes the account the member's whose link it opened; null when the link is used, too old or not ours. */
export async function takeLink(
  tx: Transaction,
  ctx: Ctx,
  opened: {
    secret: string;
    telegramUserId: string;
    accountName: string;
    language: string;
    channelId: string;
  },
): Promise<LinkRow | null> {
  const w = ctx.workspace.id;
  const now = ctx.clock.now();
  const [token] = await tx
    .select()
    .from(memberLinkTokens)
    .where(and(eq(memberLinkTokens.workspaceId, w), eq(memberLinkTokens.tokenHash, linkHash(opened.secret))))
    .for("update");
  if (!token || token.usedAt || token.expiresAt < now) return null;
  await tx
    .update(memberLinkTokens)
    .set({ usedAt: now })
    .where(and(eq(memberLinkTokens.workspaceId, w), eq(memberLinkTokens.tokenHash, token.tokenHash)));
  const { memberId } = token;
  const { telegramUserId, accountName, language, channelId } = opened;
  await tx
    .delete(memberLinks)
    .where(
      and(
        eq(memberLinks.workspaceId, w),
        or(eq(memberLinks.memberId, memberId), eq(memberLinks.telegramUserId, telegramUserId)),
      ),
    );
  const [row] = await tx
    .insert(memberLinks)
    .values({
      ...{ workspaceId: w, id: newId(), memberId, telegramUserId, accountName, language, channelId },
      createdAt: now,
    })
    .returning();
  await recordAudit(tx, ctx, { action: "telegramLink.open", entity: memberId });
  await emit(tx, ctx, "member/linked", { aggregateId: memberId });
  return row ?? null;
}

export async function findLink(tx: Transaction, ctx: Ctx, telegramUserId: string): Promise<LinkRow | null> {
  const [row] = await tx
    .select()
    .from(memberLinks)
    .where(
      and(eq(memberLinks.workspaceId, ctx.workspace.id), eq(memberLinks.telegramUserId, telegramUserId)),
    );
  return row ?? null;
}
