import { and, desc, eq } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { intentModels, workspaceIntents } from "@/db/schema";
import { type Ctx, getRuntime, type Transaction } from "@/server/kernel";
import { baseModel, classifyIntent, type IntentResult, toResult } from "../intents/classify-intent";
import {
  type Difference,
  type DifferenceFile,
  fromDifferenceFile,
  sizeOfDifference,
} from "../intents/difference";
import { probabilitiesWith } from "../intents/teach";
import { stripManners } from "../reading/phrases";
import { toOwnIntent } from "./internal";

type Held = {
  version: number;
  difference: Difference | null;
  /** Own intents that people are to answer. */
  handsOff: ReadonlySet<string>;
  checkedAt: number;
};

/** Memory that all workspaces' differences may take together; the one longest unused goes first. */
const maxBytes = 64 * 1024 * 1024;
/** Another process may have trained: so often the version is looked at anew. */
const freshMs = 3_000;

/** Says what a text means in one workspace. */
export type Classifier = (text: string) => IntentResult;

/** The classifier of a workspace: its kind's model, with what the workspace has taught. */
export async function loadClassifier(tx: Transaction, ctx: Ctx): Promise<Classifier> {
  const { id, kind } = ctx.workspace;
  const { difference, handsOff } = await currentModel(tx, ctx, id);
  if (!difference) return (text) => classifyIntent(text, kind);
  return (text) => {
    const result = toResult(
      difference.intents,
      probabilitiesWith(baseModel(kind), difference, stripManners(text)),
    );
    return handsOff.has(result.intent) ? { ...result, handsOff: true } : result;
  };
}

/** The next turn looks at the database. */
export const forgetModel = (workspaceId: string): void => void cache().delete(workspaceId);

async function currentModel(tx: Transaction, ctx: Ctx, w: string): Promise<Held> {
  const held = cache().get(w);
  const now = ctx.clock.now().getTime();
  if (held && Math.abs(now - held.checkedAt) < freshMs) return held;
  const standing = and(eq(intentModels.workspaceId, w), eq(intentModels.isUndone, false));
  const [newest] = await tx
    .select({ version: intentModels.version })
    .from(intentModels)
    .where(standing)
    .orderBy(desc(intentModels.version))
    .limit(1);
  const version = newest?.version ?? 0;
  if (held && held.version === version) {
    held.checkedAt = now;
    return held;
  }
  const [row] = await tx
    .select({ file: intentModels.difference })
    .from(intentModels)
    .where(and(standing, eq(intentModels.version, version)));
  const difference = row ? fromDifferenceFile(row.file as DifferenceFile) : null;
  const people = await tx
    .select({ id: workspaceIntents.id })
    .from(workspaceIntents)
    .where(and(eq(workspaceIntents.workspaceId, w), eq(workspaceIntents.action, "handoff")));
  const next: Held = {
    version,
    difference,
    handsOff: new Set(people.map((own) => toOwnIntent(own.id))),
    checkedAt: now,
  };
  cache().set(w, next);
  return next;
}

const cache = (): LRUCache<string, Held> =>
  getRuntime().keep(
    "agent.intents",
    () =>
      new LRUCache<string, Held>({
        maxSize: maxBytes,
        sizeCalculation: ({ difference }) => (difference ? sizeOfDifference(difference) : 200),
      }),
  );
