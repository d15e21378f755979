import { and, eq, isNull } from "drizzle-orm";
import { noteMentions } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { actingMember } from "./internal";
import type { MentionsSeen } from "./schemas";

/** The reader has seen where they were called. Nobody else's business: neither audited nor announced. */
export async function markMentionsSeen({ ctx }: { ctx: Ctx }): Promise<MentionsSeen> {
  requirePermission(ctx, "note.add");
  const { memberId } = actingMember(ctx);
  const seen = await inWorkspace(ctx, (tx) =>
    tx
      .update(noteMentions)
      .set({ seenAt: ctx.clock.now() })
      .where(
        and(
          eq(noteMentions.workspaceId, ctx.workspace.id),
          eq(noteMentions.memberId, memberId),
          isNull(noteMentions.seenAt),
        ),
      )
      .returning({ noteId: noteMentions.noteId }),
  );
  return { seen: seen.length };
}
