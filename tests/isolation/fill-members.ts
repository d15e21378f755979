import {
  channelProfileChanges,
  memberCommands,
  memberLinks,
  memberLinkTokens,
  memberPrompts,
  notificationDeliveries,
  notifications,
  weeklyReports,
} from "@/db/schema";
import { type Ctx, inWorkspace, newId } from "@/server/kernel";

/** What stands only for a moment in a running product: a command on its way, a question that waits, a change of a profile. */
export async function fillMemberTables(
  ctx: Ctx,
  input: { channelId: string; word: string; digits: string },
): Promise<void> {
  if (ctx.actor.kind !== "member") throw new Error("A member's tables want a member.");
  const { channelId, word, digits } = input;
  const { actor } = ctx;
  const { memberId } = actor;
  const workspaceId = ctx.workspace.id;
  const now = ctx.clock.now();
  const telegramUserId = `77${digits}`;
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(memberLinks).values({
      ...{ workspaceId, id: newId(), memberId, telegramUserId, channelId },
      ...{ accountName: `${word} Hesap`, language: "tr", createdAt: now },
    });
    await tx
      .insert(memberLinkTokens)
      .values({ workspaceId, tokenHash: `${word} hash`, memberId, createdAt: now, expiresAt: now });
    await tx.insert(memberCommands).values({
      ...{ workspaceId, channelId, updateId: Number(digits), receivedAt: now },
      update: { message: { text: `/panel ${word}` } },
    });
    await tx.insert(memberPrompts).values({
      ...{ workspaceId, channelId, telegramUserId, providerMessageId: "1", conversationId: newId() },
      createdAt: now,
    });
    const notificationId = newId();
    const { personId } = actor;
    await tx.insert(notifications).values({
      ...{ workspaceId, id: notificationId, personId, kind: "task-due", key: `task-due ${word}` },
      ...{ href: "conversations", params: { title: `${word} görevi` }, createdAt: now },
    });
    await tx
      .insert(notificationDeliveries)
      .values({ workspaceId, notificationId, way: "push", target: word, state: "sent", at: now });
    await tx
      .insert(weeklyReports)
      .values({ workspaceId, personId, week: "2026-11-16", way: "mail", state: "sent", at: now });
    await tx.insert(channelProfileChanges).values({
      ...{ workspaceId, channelId, field: "name" as const, language: "tr", value: `${word} Adı` },
      ...{ state: "waiting" as const, memberId, updatedAt: now },
    });
  });
}
