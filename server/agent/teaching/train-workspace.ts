import { and, asc, desc, eq, inArray, isNull, lt } from "drizzle-orm";
import { intentExamples, intentModels, workspaceIntents } from "@/db/schema";
import { type Ctx, inWorkspace, type LaterHandler, openSystemContext, recordAudit } from "@/server/kernel";
import { toDifferenceFile } from "../intents/difference";
import { teach } from "../intents/teach";
import { trainInThread } from "../intents/train-in-thread";
import { maxExamples } from "../schemas";
import { forgetModel } from "./current-model";
import { toOwnIntent, trainJob } from "./internal";

/** So many trainings can be gone back. */
const keptVersions = 5;

/**
 * Learns what a workspace has taught, in a thread, and puts it in the place of what was in use: turns that run
 * meanwhile end with the old, the next one begins with the new. Safe to run twice.
 */
export const trainWorkspace: LaterHandler = async ({ workspaceId }) => {
  const ctx = await openSystemContext(workspaceId, { kind: "system", name: trainJob });
  const startedAt = performance.now();
  const { examples, own } = await readLessons(ctx);
  const lesson = await teach(
    { kind: ctx.workspace.kind, ownIntents: own.map(({ id }) => toOwnIntent(id)), examples },
    trainInThread,
  );
  const durationMs = Math.round(performance.now() - startedAt);
  await inWorkspace(ctx, async (tx) => {
    const mine = eq(intentModels.workspaceId, workspaceId);
    const [last] = await tx
      .select({ version: intentModels.version })
      .from(intentModels)
      .where(mine)
      .orderBy(desc(intentModels.version))
      .limit(1);
    const version = (last?.version ?? 0) + 1;
    await tx.insert(intentModels).values({
      workspaceId,
      version,
      examples: examples.length,
      judgedTexts: lesson.judgedTexts,
      accuracyBefore: lesson.accuracyBefore,
      accuracyAfter: lesson.accuracyAfter,
      durationMs,
      difference: toDifferenceFile(lesson.difference),
      createdAt: ctx.clock.now(),
    });
    if (examples.length > 0) {
      await tx
        .update(intentExamples)
        .set({ trainedIn: version })
        .where(
          and(
            eq(intentExamples.workspaceId, workspaceId),
            isNull(intentExamples.trainedIn),
            inArray(
              intentExamples.id,
              examples.map(({ id }) => id),
            ),
          ),
        );
    }
    await tx.delete(intentModels).where(and(mine, lt(intentModels.version, version - keptVersions)));
    await recordAudit(tx, ctx, {
      action: "intent.train",
      entity: workspaceId,
      after: { version, examples: examples.length },
    });
  });
  forgetModel(workspaceId);
  return undefined;
};

function readLessons(ctx: Ctx) {
  const w = ctx.workspace.id;
  return inWorkspace(ctx, async (tx) => ({
    examples: await tx
      .select({ id: intentExamples.id, intent: intentExamples.intent, text: intentExamples.text })
      .from(intentExamples)
      .where(eq(intentExamples.workspaceId, w))
      .orderBy(asc(intentExamples.createdAt), asc(intentExamples.id))
      .limit(maxExamples),
    own: await tx
      .select({ id: workspaceIntents.id })
      .from(workspaceIntents)
      .where(eq(workspaceIntents.workspaceId, w))
      .orderBy(asc(workspaceIntents.createdAt), asc(workspaceIntents.id)),
  }));
}
