import { setTimeout as sleep } from "node:timers/promises";
import { and, desc, eq, gt, sql } from "drizzle-orm";
import { signInAttempts } from "@/db/schema";
import {
  getRuntime,
  type HeaderSource,
  inTransaction,
  keyedHash,
  networkOf,
  newId,
  type Session,
  type Transaction,
} from "@/server/kernel";
import { SignInBusy, SignInLocked } from "./errors";
import { findByAddress, isOfMany } from "./internal";
import { readKnownBrowser } from "./known-browser";
import { attemptsAllowed, lockedUntil, lockMinutes, sharedAttemptsAllowed } from "./rules";

/** An attempt that is being decided. It counts as wrong until it is settled, so that many at once are no way round. */
export type Attempt = { id: string; addressKey: string; sourceKey: string };

/** Where an attempt comes from, and how many wrong ones may come from there. */
type Source = {
  name: string;
  allowed: number;
  /** The person's own browser: what strangers try with the address elsewhere is not held against it. */
  isOwn: boolean;
};

const minuteMs = 60_000;
/** An attempt that nobody settled within this was cut off by a crash. */
const undecidedMs = minuteMs;
const waitMs = 100;
const waits = 50;

/**
 * Takes up an attempt to sign in, unless wrong ones have locked the address or where it comes from. A browser in which
 * the address' person has signed in before is locked by its own wrong attempts only, so that nobody locks others out.
 *
 * @param from.session of whoever is signed in and asked for the password once more
 * @throws SignInLocked
 * @throws SignInBusy others of the same address or source are being decided, and it takes too long
 */
export async function beginAttempt(
  address: string,
  from: { request: HeaderSource; session?: Session },
): Promise<Attempt> {
  const { secret } = getRuntime().env;
  const source = await sourceOf(address, from);
  const attempt = {
    id: newId(),
    addressKey: keyedHash(secret, `sign-in address ${address}`),
    sourceKey: keyedHash(secret, `sign-in source ${source.name}`),
  };
  for (let turn = 0; turn < waits; turn += 1) {
    if (await inAttempt(attempt, (tx) => tryBegin(tx, attempt, source))) return attempt;
    await sleep(waitMs);
  }
  throw new SignInBusy();
}

async function sourceOf(
  address: string,
  { request, session }: { request: HeaderSource; session?: Session },
): Promise<Source> {
  const own = (name: string) => ({ name, allowed: attemptsAllowed, isOwn: true });
  if (session) return own(`session ${session.sessionId}`);
  const browser = await readKnownBrowser(request);
  if (browser && (await findByAddress(address)) === browser.personId) {
    return own(`browser ${browser.browserId}`);
  }
  const network = networkOf(request);
  const allowed = isOfMany(network) ? sharedAttemptsAllowed : attemptsAllowed;
  return { name: network, allowed, isOwn: false };
}

/** False while as many are undecided as may still go wrong. */
async function tryBegin(tx: Transaction, attempt: Attempt, source: Source): Promise<boolean> {
  const { addressKey, sourceKey } = attempt;
  // One decision at a time for each key, across processes; always in the same order.
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select hashtextextended(k, 0) as key from unnest(array[${addressKey}, ${sourceKey}]) k order by 1
    ) keys`);
  const now = getRuntime().clock.now();
  const limits = [{ mine: eq(signInAttempts.sourceKey, sourceKey), allowed: source.allowed }];
  if (!source.isOwn) {
    limits.unshift({ mine: eq(signInAttempts.addressKey, addressKey), allowed: attemptsAllowed });
  }
  for (const { mine, allowed } of limits) {
    const since = new Date(now.getTime() - 2 * lockMinutes * minuteMs);
    const rows = await tx
      .select({ at: signInAttempts.at, failedAt: signInAttempts.failedAt })
      .from(signInAttempts)
      .where(and(mine, gt(signInAttempts.at, since)))
      .orderBy(desc(signInAttempts.at))
      .limit(4 * allowed);
    const failures = rows
      .flatMap(({ failedAt }) => failedAt ?? [])
      .sort((one, other) => other.getTime() - one.getTime());
    const until = lockedUntil(failures, now, allowed);
    if (until) throw new SignInLocked(until, now);
    const undecided = rows.filter(
      ({ at, failedAt }) => !failedAt && now.getTime() - at.getTime() < undecidedMs,
    );
    const recent = failures.filter((at) => now.getTime() - at.getTime() < lockMinutes * minuteMs);
    if (undecided.length > 0 && recent.length + undecided.length >= allowed) return false;
  }
  await tx.insert(signInAttempts).values({ ...attempt, at: now });
  return true;
}

/** It was wrong. */
export async function failAttempt(attempt: Attempt): Promise<void> {
  const failedAt = getRuntime().clock.now();
  await inAttempt(attempt, (tx) =>
    tx.update(signInAttempts).set({ failedAt }).where(eq(signInAttempts.id, attempt.id)),
  );
}

/**
 * It was right: what this person mistyped here before is forgotten. What went wrong with other addresses from this
 * network, or with this address from elsewhere, stays.
 */
export async function passAttempt(attempt: Attempt): Promise<void> {
  await inAttempt(attempt, (tx) =>
    tx
      .delete(signInAttempts)
      .where(
        and(
          eq(signInAttempts.addressKey, attempt.addressKey),
          eq(signInAttempts.sourceKey, attempt.sourceKey),
        ),
      ),
  );
}

/** Opens an address again for whoever has proved that it is theirs. */
export async function unlockAddress(address: string): Promise<void> {
  const addressKey = keyedHash(getRuntime().env.secret, `sign-in address ${address}`);
  await inAttempt({ addressKey, sourceKey: "" }, (tx) =>
    tx.delete(signInAttempts).where(eq(signInAttempts.addressKey, addressKey)),
  );
}

/** Attempts are seen by the keys of the one at hand, and by nothing else. */
function inAttempt<T>(
  keys: Pick<Attempt, "addressKey" | "sourceKey">,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return inTransaction(getRuntime().app, async (tx) => {
    await tx.execute(sql`
      select set_config('app.sign_in_address', ${keys.addressKey}, true), set_config('app.sign_in_source', ${keys.sourceKey}, true)`);
    return work(tx);
  });
}
