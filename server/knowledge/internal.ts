import { and, count, eq } from "drizzle-orm";
import { faqEntries } from "@/db/schema";
import { foldText, tokenise } from "@/lib/text/fold";
import { type Ctx, type Transaction, toPublicId } from "@/server/kernel";
import { FaqEntryNotFound, FaqFull, FaqQuestionTaken } from "./errors";
import { maxFaqEntries } from "./rules";
import type { FaqEntry } from "./schemas";

export type FaqRow = typeof faqEntries.$inferSelect;

export function toFaqEntry(row: FaqRow): FaqEntry {
  return {
    id: toPublicId("faqEntry", row.id),
    question: row.question,
    alternatives: row.alternatives,
    answer: row.answer,
    language: row.language as FaqEntry["language"],
    tags: row.tags,
    isEnabled: row.isEnabled,
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/**
 * The entry, locked until the transaction ends.
 *
 * @throws FaqEntryNotFound no such entry in this workspace
 */
export async function lockFaqEntryOrThrow(tx: Transaction, ctx: Ctx, faqEntryId: string): Promise<FaqRow> {
  const [row] = await tx
    .select()
    .from(faqEntries)
    .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), eq(faqEntries.id, faqEntryId)))
    .for("update");
  if (!row) throw new FaqEntryNotFound({ faqEntryId: toPublicId("faqEntry", faqEntryId) });
  return row;
}

/** What makes two questions the same: language and words, however they are typed. */
export const questionKey = (entry: { language: string; question: string }): string =>
  `${entry.language} ${tokenise(foldText(entry.question)).join(" ")}`;

/** Every entry of the workspace; there are at most `maxFaqEntries`. */
export function loadFaqEntries(tx: Transaction, ctx: Ctx): Promise<FaqRow[]> {
  return tx.select().from(faqEntries).where(eq(faqEntries.workspaceId, ctx.workspace.id));
}

/** @throws FaqQuestionTaken another entry of the language asks the same */
export async function requireFreeQuestion(
  tx: Transaction,
  ctx: Ctx,
  entry: { id?: string; language: string; question: string; alternatives?: readonly string[] },
): Promise<void> {
  const { language } = entry;
  const keys = new Set(
    [entry.question, ...(entry.alternatives ?? [])].map((question) => questionKey({ language, question })),
  );
  const others = await tx
    .select({
      id: faqEntries.id,
      question: faqEntries.question,
      alternatives: faqEntries.alternatives,
    })
    .from(faqEntries)
    .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), eq(faqEntries.language, entry.language)));
  const taken = others.find(
    (other) =>
      other.id !== entry.id &&
      [other.question, ...other.alternatives].some((question) =>
        keys.has(questionKey({ language, question })),
      ),
  );
  if (taken) throw new FaqQuestionTaken({ faqEntryId: toPublicId("faqEntry", taken.id) });
}

/** @throws FaqFull */
export async function requireRoom(tx: Transaction, ctx: Ctx): Promise<void> {
  const [row] = await tx
    .select({ entries: count() })
    .from(faqEntries)
    .where(eq(faqEntries.workspaceId, ctx.workspace.id));
  if ((row?.entries ?? 0) >= maxFaqEntries) throw new FaqFull({ max: maxFaqEntries });
}

/** Each way once, however it is typed, and not the entry's own question again. */
export function tidyAlternatives(
  entry: { language: string; question: string },
  alternatives: readonly string[],
): string[] {
  const seen = new Set([questionKey(entry)]);
  return alternatives.filter((question) => {
    const key = questionKey({ language: entry.language, question });
    if (question.trim() === "" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
