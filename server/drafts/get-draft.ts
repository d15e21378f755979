import { replyDrafts } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { ownDraft } from "./internal";
import { type Draft, GetDraftInput } from "./schemas";

/** What the acting member has begun to write to a conversation; nothing, version 0, where there is none. */
export async function getDraft({ ctx, input }: { ctx: Ctx; input: GetDraftInput }): Promise<Draft> {
  requirePermission(ctx, "draft.keep");
  const { conversationId } = GetDraftInput.parse(input);
  const [row] = await inWorkspace(ctx, (tx) =>
    tx
      .select({ text: replyDrafts.text, version: replyDrafts.version })
      .from(replyDrafts)
      .where(ownDraft(ctx, conversationId)),
  );
  return row ?? { text: "", version: 0 };
}
