import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { CorrectIntentInput } from "../schemas";
import { requireIntent, storeExamples } from "./internal";
import { getRunText } from "./run-text";

/**
 * Says what a customer had really wanted: the words become an example, which is learnt within seconds.
 *
 * @throws AgentRunNotFound no such run in this workspace
 * @throws RunWithoutText   the customer wrote nothing there
 * @throws IntentNotFound   neither the kind nor the workspace has that intent
 * @throws TeachingFull     the workspace teaches as many examples as it may
 */
export async function correctIntent({ ctx, input }: { ctx: Ctx; input: CorrectIntentInput }): Promise<void> {
  requirePermission(ctx, "intent.teach");
  const { agentRunId, intent } = CorrectIntentInput.parse(input);
  await inWorkspace(ctx, async (tx) => {
    const { text } = await getRunText(tx, ctx, agentRunId);
    await requireIntent(tx, ctx, intent);
    const [id] = await storeExamples(tx, ctx, { intent, texts: [text], agentRunId });
    await recordAudit(tx, ctx, { action: "intent.teach", entity: id!, after: { intent, agentRunId } });
    await emit(tx, ctx, "intent/corrected", { aggregateId: agentRunId });
  });
}
