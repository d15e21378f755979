import { and, eq, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { conversations } from "@/db/schema";
import type { Ctx } from "@/server/kernel";
import { actingMember } from "./internal";
import type { ListConversationsInput } from "./schemas";

type Parsed = ReturnType<typeof ListConversationsInput.parse>;

/** What of one state every list of it leaves out, unless asked for. */
export function implied({ status, q, isSnoozed, isSpam }: Parsed): SQL[] {
  if (q || isSpam) return [];
  if (status === "handed_off")
    return [isSnoozed ? isNotNull(conversations.snoozedUntil) : isNull(conversations.snoozedUntil)];
  return status === "closed" ? [isNull(conversations.spamAt)] : [];
}

/**
 * What the filters ask of a row, beyond its state. None of these columns is in an index that a message would have to
 * change: they are looked at row by row, down the list's own index, and a page looks at no more than `mostLookedAt`.
 */
export function asked(ctx: Ctx, input: Parsed): SQL[] {
  const { assignee, turn, channelId, intent, language, priority, tagId, clock } = input;
  const conditions: (SQL | undefined)[] = [
    assignee === undefined
      ? undefined
      : assignee === "nobody"
        ? isNull(conversations.assignedMemberId)
        : eq(conversations.assignedMemberId, assignee === "me" ? actingMember(ctx).memberId : assignee),
    turn && (turn === "ours" ? isNotNull(conversations.waitingSince) : isNull(conversations.waitingSince)),
    channelId ? eq(conversations.channelId, channelId) : undefined,
    intent ? eq(conversations.lastIntent, intent) : undefined,
    language ? eq(conversations.language, language) : undefined,
    priority ? eq(conversations.priority, priority) : undefined,
    clock ? lte(clock === "near" ? conversations.nearAt : conversations.dueAt, ctx.clock.now()) : undefined,
    // "limit" keeps it a probe of one row each, whatever the planner thinks of the tag.
    tagId
      ? sql`(select true from conversation_tags ct where ct.workspace_id = ${ctx.workspace.id}::uuid
          and ct.conversation_id = ${conversations.id} and ct.tag_id = ${tagId}::uuid limit 1)`
      : undefined,
  ];
  const given = and(...conditions);
  return given ? [given] : [];
}
