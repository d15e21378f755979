import { and, eq, ne } from "drizzle-orm";
import { channels, groups } from "@/db/schema";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { GroupNotFound } from "./errors";
import { healthOf } from "./rules";
import type { Group } from "./schemas";

export type GroupRow = typeof groups.$inferSelect;
type ChannelColumns = Pick<typeof channels.$inferSelect, "id" | "username" | "displayName">;

/** @throws GroupNotFound also for a group of a bot that was disconnected */
export async function getGroupOrThrow(tx: Transaction, ctx: Ctx, groupId: string) {
  const [row] = await tx
    .select({ group: groups, channel: channels })
    .from(groups)
    .innerJoin(channels, and(eq(channels.workspaceId, groups.workspaceId), eq(channels.id, groups.channelId)))
    .where(
      and(eq(groups.workspaceId, ctx.workspace.id), eq(groups.id, groupId), ne(channels.state, "deleted")),
    );
  if (!row) throw new GroupNotFound();
  return row;
}

export function toGroup({ group, channel }: { group: GroupRow; channel: ChannelColumns }): Group {
  return {
    id: toPublicId("group", group.id),
    channel: {
      id: toPublicId("channel", channel.id),
      username: channel.username,
      name: channel.displayName,
    },
    kind: group.kind,
    title: group.title,
    username: group.username,
    health: healthOf(group),
    botStatus: group.botStatus,
    rights: group.rights,
    lostRights: group.lostRights,
    troubledAt: group.troubledAt?.toISOString() ?? null,
    memberCount: group.memberCount,
    checkedAt: group.checkedAt?.toISOString() ?? null,
    checkError: group.checkError,
    lastMessageAt: group.lastMessageAt?.toISOString() ?? null,
    createdAt: group.createdAt.toISOString(),
  };
}
