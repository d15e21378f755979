import { and, count, eq, inArray, sql } from "drizzle-orm";
import { intentExamples, workspaceIntents } from "@/db/schema";
import { isLocale } from "@/lib/i18n/locales";
import { foldText } from "@/lib/text/fold";
import { type Ctx, newId, runLater, type Transaction } from "@/server/kernel";
import { IntentNotFound, TeachingFull } from "../errors";
import { detectLanguage } from "../language/detect-language";
import { INTENTS_OF_KIND, type Intent, isOwnIntent, maxExamples } from "../schemas";

/** What happens later: the training of what has been taught. Subject: the workspace. */
export const trainJob = "agent/train";

/** `own_…` of an own intent's id, and back. */
export const toOwnIntent = (id: string): Intent => `own_${id.replaceAll("-", "")}`;

export function ownIntentId(intent: string): string | null {
  if (!isOwnIntent(intent)) return null;
  const hex = intent.slice(4);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @throws IntentNotFound the kind's list has it not, and the workspace none of its own */
export async function requireIntent(tx: Transaction, ctx: Ctx, intent: Intent): Promise<void> {
  const id = ownIntentId(intent);
  const isKnown = id
    ? (
        await tx
          .select({ id: workspaceIntents.id })
          .from(workspaceIntents)
          .where(and(eq(workspaceIntents.workspaceId, ctx.workspace.id), eq(workspaceIntents.id, id)))
      ).length > 0
    : (INTENTS_OF_KIND[ctx.workspace.kind] as readonly string[]).includes(intent);
  if (!isKnown) throw new IntentNotFound({ intent });
}

/**
 * Stores what texts mean and asks for a training. A text that stands already takes the new meaning.
 *
 * @throws TeachingFull the workspace teaches as many examples as it may
 */
export async function storeExamples(
  tx: Transaction,
  ctx: Ctx,
  input: { intent: Intent; texts: readonly string[]; agentRunId?: string },
): Promise<string[]> {
  const byKey = new Map(
    input.texts.map((text) => [foldText(text).replace(/\s+/g, " ").trim() || text, text]),
  );
  const w = ctx.workspace.id;
  const [stored] = await tx
    .select({ n: count() })
    .from(intentExamples)
    .where(eq(intentExamples.workspaceId, w));
  const [again] = await tx
    .select({ n: count() })
    .from(intentExamples)
    .where(and(eq(intentExamples.workspaceId, w), inArray(intentExamples.textKey, [...byKey.keys()])));
  if ((stored?.n ?? 0) + byKey.size - (again?.n ?? 0) > maxExamples)
    throw new TeachingFull({ most: maxExamples });
  const { defaultLanguage } = ctx.workspace;
  const rows = await tx
    .insert(intentExamples)
    .values(
      [...byKey].map(([textKey, text]) => ({
        workspaceId: w,
        id: newId(),
        intent: input.intent,
        text,
        textKey,
        language: detectLanguage(text, { fallback: isLocale(defaultLanguage) ? defaultLanguage : "tr" })
          .language,
        agentRunId: input.agentRunId ?? null,
        createdAt: ctx.clock.now(),
      })),
    )
    .onConflictDoUpdate({
      target: [intentExamples.workspaceId, intentExamples.textKey],
      set: {
        intent: sql`excluded.intent`,
        agentRunId: sql`excluded.agent_run_id`,
        createdAt: sql`excluded.created_at`,
        trainedIn: null,
      },
    })
    .returning({ id: intentExamples.id });
  await askForTraining(tx, ctx);
  return rows.map(({ id }) => id);
}

/** Several corrections in a row are learnt in one training. */
export function askForTraining(tx: Transaction, ctx: Ctx): Promise<void> {
  return runLater(tx, {
    workspaceId: ctx.workspace.id,
    kind: trainJob,
    subject: ctx.workspace.id,
    dueAt: ctx.clock.now(),
  });
}
