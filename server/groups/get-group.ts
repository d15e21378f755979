import { and, desc, eq, notInArray } from "drizzle-orm";
import { groupEvents, groupMembers, groupMessages } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { getGroupOrThrow, toGroup } from "./internal";
import { type GroupDetail, GroupRef } from "./schemas";

const shownEvents = 50;
const shownMessages = 30;

/**
 * One group with what happened to it lately and what was said last, the newest first.
 *
 * @throws GroupNotFound no such group in this workspace
 */
export async function getGroup({ ctx, input }: { ctx: Ctx; input: GroupRef }): Promise<GroupDetail> {
  requirePermission(ctx, "group.list");
  const { groupId } = GroupRef.parse(input);
  return inWorkspace(ctx, async (tx) => {
    const row = await getGroupOrThrow(tx, ctx, groupId);
    const events = await tx
      .select()
      .from(groupEvents)
      .where(and(eq(groupEvents.workspaceId, ctx.workspace.id), eq(groupEvents.groupId, groupId)))
      .orderBy(desc(groupEvents.at), desc(groupEvents.id))
      .limit(shownEvents);
    const messages = await tx
      .select()
      .from(groupMessages)
      .where(and(eq(groupMessages.workspaceId, ctx.workspace.id), eq(groupMessages.groupId, groupId)))
      .orderBy(desc(groupMessages.sentAt), desc(groupMessages.providerMessageId))
      .limit(shownMessages);
    const known = await tx.$count(
      groupMembers,
      and(
        eq(groupMembers.workspaceId, ctx.workspace.id),
        eq(groupMembers.groupId, groupId),
        notInArray(groupMembers.status, ["left", "kicked"]),
      ),
    );
    return {
      ...toGroup(row),
      events: events.map((event) => ({
        id: event.id,
        kind: event.kind,
        actorName: event.actorName,
        subjectName: event.subjectName,
        rights: event.details?.rights ?? [],
        before: event.details?.before ?? null,
        title: event.details?.title ?? null,
        at: event.at.toISOString(),
      })),
      messages: messages.map((message) => ({
        id: `${message.chatId}:${message.providerMessageId}`,
        senderName: message.senderName,
        kind: message.kind,
        text: message.text,
        threadId: message.threadId,
        sentAt: message.sentAt.toISOString(),
        editedAt: message.editedAt?.toISOString() ?? null,
      })),
      knownMemberCount: known,
    };
  });
}
