import { and, eq } from "drizzle-orm";
import { replyDrafts } from "@/db/schema";
import type { Ctx } from "@/server/kernel";

/** The acting member; policy lets nobody else reach the verbs that ask. */
export function actingMemberId({ actor }: Ctx): string {
  if (actor.kind !== "member") throw new Error(`A ${actor.kind} drafts nothing.`);
  return actor.memberId;
}

/** The one draft of the acting member and the conversation. */
export const ownDraft = (ctx: Ctx, conversationId: string) =>
  and(
    eq(replyDrafts.workspaceId, ctx.workspace.id),
    eq(replyDrafts.memberId, actingMemberId(ctx)),
    eq(replyDrafts.conversationId, conversationId),
  );
