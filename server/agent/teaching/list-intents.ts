import { and, asc, count, desc, eq } from "drizzle-orm";
import { intentExamples, intentModels, workspaceIntents } from "@/db/schema";
import { type Ctx, inWorkspace, requirePermission, toPublicId } from "@/server/kernel";
import curves from "../intents/curves.generated.json";
import { THRESHOLDS } from "../rules";
import { INTENTS_OF_KIND, type IntentOverview } from "../schemas";
import { toOwnIntent } from "./internal";

/** What the agent understands in this workspace: the intents, what was taught, and how well it does. */
export async function listIntents({ ctx }: { ctx: Ctx }): Promise<IntentOverview> {
  requirePermission(ctx, "intent.list");
  const { id: w, kind } = ctx.workspace;
  return inWorkspace(ctx, async (tx) => {
    const own = await tx
      .select()
      .from(workspaceIntents)
      .where(eq(workspaceIntents.workspaceId, w))
      .orderBy(asc(workspaceIntents.createdAt), asc(workspaceIntents.id));
    const counts = await tx
      .select({ intent: intentExamples.intent, examples: count(), learnt: count(intentExamples.trainedIn) })
      .from(intentExamples)
      .where(eq(intentExamples.workspaceId, w))
      .groupBy(intentExamples.intent);
    const [model] = await tx
      .select({
        version: intentModels.version,
        examples: intentModels.examples,
        judgedTexts: intentModels.judgedTexts,
        accuracyBefore: intentModels.accuracyBefore,
        accuracyAfter: intentModels.accuracyAfter,
        durationMs: intentModels.durationMs,
        createdAt: intentModels.createdAt,
      })
      .from(intentModels)
      .where(and(eq(intentModels.workspaceId, w), eq(intentModels.isUndone, false)))
      .orderBy(desc(intentModels.version))
      .limit(1);
    const examplesOf = (intent: string) => counts.find((row) => row.intent === intent)?.examples ?? 0;
    return {
      intents: [
        ...INTENTS_OF_KIND[kind].map((intent) => ({
          intent,
          name: null,
          ownIntentId: null,
          action: null,
          examples: examplesOf(intent),
        })),
        ...own.map((row) => ({
          intent: toOwnIntent(row.id),
          name: row.name,
          ownIntentId: toPublicId("ownIntent", row.id),
          action: row.action,
          examples: examplesOf(toOwnIntent(row.id)),
        })),
      ],
      model: model ? { ...model, createdAt: model.createdAt.toISOString() } : null,
      waiting: counts.reduce((sum, { examples, learnt }) => sum + examples - learnt, 0),
      curve: curves[kind],
      threshold: THRESHOLDS.intentScore,
    };
  });
}
