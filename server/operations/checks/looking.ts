import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { CheckDetails, checkFindings, checkKinds } from "@/db/schema";
import { type Ctx, inWorkspace, type Transaction } from "@/server/kernel";

export type CheckKind = (typeof checkKinds)[number];
export type OpenFinding = Pick<
  typeof checkFindings.$inferSelect,
  "kind" | "subject" | "details" | "lastNight"
>;
export type Found = { kind: CheckKind; subject: string; details: CheckDetails; isMended?: boolean };

/** What a part of a night has seen. `right` are open findings that it looked at again and that are no more. */
export type Outcome = {
  checked: number;
  found: Found[];
  right: Pick<Found, "kind" | "subject">[];
  /** Looks that took too long. */
  skipped: number;
};

export type Look = {
  ctx: Ctx;
  /** `2026-11-20`. */
  night: string;
  /** Findings of the part's kinds that are not mended, to be looked at again. */
  open: readonly OpenFinding[];
};

/** No statement of a check takes longer, and none waits for a row that serves. */
export const statementMs = 1_000;
const lockMs = 200;
/** Between two batches, so that requests come first. */
const pauseMs = 20;

export const batchSize = 50;

/**
 * Does a part of the work in a transaction of its own.
 *
 * @returns null when a statement of it took too long
 */
export async function lookBriefly<T>(ctx: Ctx, work: (tx: Transaction) => Promise<T>): Promise<T | null> {
  try {
    return await inWorkspace(ctx, async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', ${String(statementMs)}, true),
        set_config('lock_timeout', ${String(lockMs)}, true)`);
      return work(tx);
    });
  } catch (error) {
    if (isTooSlow(error)) return null;
    throw error;
  } finally {
    await sleep(pauseMs);
  }
}

/** query_canceled, lock_not_available: wherever in the chain of causes the database says so. */
export function isTooSlow(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code: unknown = Reflect.get(at, "code");
    if (code === "57014" || code === "55P03") return true;
  }
  return false;
}

/** Looks at subjects batch by batch; one that takes too long is skipped as a whole. */
export async function lookInBatches(
  { ctx, open }: Look,
  subjects: readonly string[],
  work: (tx: Transaction, batch: readonly string[]) => Promise<Found[]>,
  /** Which subject a finding is about. */
  subjectOf: (finding: { subject: string }) => string = ({ subject }) => subject,
): Promise<Outcome> {
  const outcome: Outcome = { checked: 0, found: [], right: [], skipped: 0 };
  const all = [...new Set([...subjects, ...open.map(subjectOf)])];
  for (let at = 0; at < all.length; at += batchSize) {
    const batch = all.slice(at, at + batchSize);
    const found = await lookBriefly(ctx, (tx) => work(tx, batch));
    if (!found) {
      outcome.skipped += 1;
      continue;
    }
    outcome.checked += batch.length;
    outcome.found.push(...found);
    const looked = new Set(batch);
    outcome.right.push(
      ...rightOf(
        open.filter((one) => looked.has(subjectOf(one))),
        found,
      ),
    );
  }
  return outcome;
}

/** Those of the findings that were not found again. */
export function rightOf(
  open: readonly OpenFinding[],
  found: readonly Found[],
): Pick<Found, "kind" | "subject">[] {
  const still = new Set(found.map(({ kind, subject }) => `${kind} ${subject}`));
  return open
    .filter(({ kind, subject }) => !still.has(`${kind} ${subject}`))
    .map(({ kind, subject }) => ({ kind, subject }));
}

const dayMs = 86_400_000;

/** Since when something counts as recent: what the day wrote, and a little. */
export const recentSince = ({ ctx }: Look): Date => new Date(ctx.clock.now().getTime() - 26 * 3_600_000);

/** A moment of the last year that changes from night to night: where the older sample begins. The same all night. */
export function samplePoint({ ctx, night }: Look): Date {
  const turn = Math.floor(Date.parse(night) / dayMs);
  // Steps of the golden ratio come near every day of the year without any order that rows could share.
  const share = (turn * 0.618_033_988_75) % 1;
  return new Date(ctx.clock.now().getTime() - Math.floor(share * 365) * dayMs);
}

/** The smallest id that could have been made at that moment (UUIDv7). */
export function idSince(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
