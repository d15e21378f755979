import { and, desc, eq } from "drizzle-orm";
import { intentExamples } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import { type IntentExample, ListIntentExamplesInput } from "../schemas";

const most = 500;

/** The workspace's own examples, the newest first; at most 500. */
export async function listIntentExamples({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ListIntentExamplesInput;
}): Promise<IntentExample[]> {
  requirePermission(ctx, "intent.list");
  const { intent } = ListIntentExamplesInput.parse(input);
  const rows = await inWorkspace(ctx, (tx) =>
    tx
      .select()
      .from(intentExamples)
      .where(
        and(
          eq(intentExamples.workspaceId, ctx.workspace.id),
          intent ? eq(intentExamples.intent, intent) : undefined,
        ),
      )
      .orderBy(desc(intentExamples.createdAt), desc(intentExamples.id))
      .limit(most),
  );
  return rows.map((row) => ({
    id: toPublicId("intentExample", row.id),
    intent: row.intent,
    text: row.text,
    language: row.language,
    isCorrection: row.agentRunId !== null,
    isLearnt: row.trainedIn !== null,
    createdAt: row.createdAt.toISOString(),
  }));
}
