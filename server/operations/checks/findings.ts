import { and, asc, count, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { checkFindings } from "@/db/schema";
import { type Ctx, inWorkspace, newId, type Transaction } from "@/server/kernel";
import type { CheckKind, Found, OpenFinding, Outcome } from "./looking";

type Scope = { workspace: Pick<Ctx["workspace"], "id">; clock: Ctx["clock"] };

/** So many that are open are kept for a workspace; what is more is counted in the night's sum only. */
const keptOpen = 500;
/** So many are looked at again a night. */
const lookedAgain = 200;
const keptDays = 90;

/** The oldest findings of these kinds that are not mended. */
export function listOpen(scope: Scope, kinds: readonly CheckKind[]): Promise<OpenFinding[]> {
  return inWorkspace(scope, (tx) =>
    tx
      .select({
        kind: checkFindings.kind,
        subject: checkFindings.subject,
        details: checkFindings.details,
        lastNight: checkFindings.lastNight,
      })
      .from(checkFindings)
      .where(and(mine(scope), inArray(checkFindings.kind, [...kinds]), isNull(checkFindings.mendedAt)))
      .orderBy(asc(checkFindings.lastSeenAt), asc(checkFindings.id))
      .limit(lookedAgain),
  );
}

/**
 * Writes down what was found, one row a thing: seen again it keeps its first moment, and is open again if it was mended. Twice
 * in a night is as good as once.
 *
 * @returns how many are mended by now: put right at once, or seen to be right again
 */
export async function keepOutcome(scope: Scope, night: string, outcome: Outcome): Promise<number> {
  const now = scope.clock.now();
  return inWorkspace(scope, async (tx) => {
    const room = Math.max(0, keptOpen - (await countOpen(tx, scope)));
    const known = await knownOf(tx, scope, outcome.found);
    let added = 0;
    for (const { kind, subject, details, isMended } of outcome.found) {
      if (!known.has(`${kind} ${subject}`)) {
        if (added === room) continue;
        added += 1;
      }
      const mendedAt = isMended ? now : null;
      await tx
        .insert(checkFindings)
        .values({
          workspaceId: scope.workspace.id,
          id: newId(),
          kind,
          subject,
          details,
          firstSeenAt: now,
          lastSeenAt: now,
          lastNight: night,
          mendedAt,
        })
        .onConflictDoUpdate({
          target: [checkFindings.workspaceId, checkFindings.kind, checkFindings.subject],
          set: {
            details,
            lastSeenAt: now,
            lastNight: night,
            nights: sql`${checkFindings.nights} + (${checkFindings.lastNight} <> excluded.last_night)::int`,
            mendedAt,
          },
        });
    }
    for (const { kind, subject } of outcome.right)
      await tx
        .update(checkFindings)
        .set({ mendedAt: now })
        .where(
          and(
            mine(scope),
            eq(checkFindings.kind, kind),
            eq(checkFindings.subject, subject),
            isNull(checkFindings.mendedAt),
          ),
        );
    return outcome.right.length + outcome.found.filter(({ isMended }) => isMended).length;
  });
}

/** Forgets what was seen last long ago: mended, or looked at no more. */
export async function forgetFindings(scope: Scope): Promise<void> {
  const before = new Date(scope.clock.now().getTime() - keptDays * 86_400_000);
  await inWorkspace(scope, (tx) =>
    tx.delete(checkFindings).where(and(mine(scope), lt(checkFindings.lastSeenAt, before))),
  );
}

const mine = ({ workspace }: Scope) => eq(checkFindings.workspaceId, workspace.id);

async function countOpen(tx: Transaction, scope: Scope): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(checkFindings)
    .where(and(mine(scope), isNull(checkFindings.mendedAt)));
  return row!.n;
}

async function knownOf(tx: Transaction, scope: Scope, found: readonly Found[]): Promise<Set<string>> {
  if (found.length === 0) return new Set();
  const rows = await tx
    .select({ kind: checkFindings.kind, subject: checkFindings.subject })
    .from(checkFindings)
    .where(
      and(
        mine(scope),
        inArray(
          checkFindings.subject,
          found.map(({ subject }) => subject),
        ),
      ),
    );
  return new Set(rows.map(({ kind, subject }) => `${kind} ${subject}`));
}
