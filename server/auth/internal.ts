import { eq, sql } from "drizzle-orm";
import { people, personAddresses, personEvents, personPasswords, sessions } from "@/db/schema";
import { isShared } from "@/lib/client-address";
import { defaultLocale, isLocale, type Locale } from "@/lib/i18n/locales";
import {
  getRuntime,
  type HeaderSource,
  keyedHash,
  lookUp,
  networkOf,
  newId,
  ownMachine,
  shownNetwork,
  type Transaction,
} from "@/server/kernel";

/** Who has this verified address, or null. */
export async function findByAddress(address: string): Promise<string | null> {
  const [row] = await lookUp<{ person_id: string | null }>(
    sql`select person_id from resolve_address(${address})`,
  );
  return row?.person_id ?? null;
}

/** Who wants to sign up with this address and has not proved it: the newest, or null. */
export async function findSignUp(address: string): Promise<string | null> {
  const now = getRuntime().clock.now().toISOString();
  const [row] = await lookUp<{ person_id: string | null }>(
    sql`select person_id from resolve_sign_up(${address}, ${now}::timestamptz)`,
  );
  return row?.person_id ?? null;
}

/** Who signs in by this account of a provider, or null. */
export async function findByAccount(provider: string, subject: string): Promise<string | null> {
  const [row] = await lookUp<{ person_id: string | null }>(
    sql`select person_id from resolve_account(${provider}, ${subject})`,
  );
  return row?.person_id ?? null;
}

/** A person's name, language, address and password, as far as there are such. */
export async function getPersonOrThrow(tx: Transaction, personId: string) {
  const [row] = await tx
    .select({
      displayName: people.displayName,
      locale: people.locale,
      address: personAddresses.address,
      verifiedAt: personAddresses.verifiedAt,
      passwordHash: personPasswords.hash,
      passwordChangedAt: personPasswords.changedAt,
    })
    .from(people)
    .leftJoin(personAddresses, eq(personAddresses.personId, people.id))
    .leftJoin(personPasswords, eq(personPasswords.personId, people.id))
    .where(eq(people.id, personId));
  if (!row) throw new Error("There is no such person.");
  return { ...row, locale: localeOf(row.locale) };
}

/** A language of ours: what a person was made with long ago may be none. */
export const localeOf = (locale: string): Locale => (isLocale(locale) ? locale : defaultLocale);

export async function setPassword(tx: Transaction, personId: string, hash: string): Promise<void> {
  const changedAt = getRuntime().clock.now();
  await tx
    .insert(personPasswords)
    .values({ personId, hash, changedAt })
    .onConflictDoUpdate({ target: personPasswords.personId, set: { hash, changedAt } });
}

/** Ends all sessions of a person, or all but one. Returns how many. */
export async function endSessions(
  tx: Transaction,
  personId: string,
  reason: "revoked" | "password_changed",
  except?: string,
): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: getRuntime().clock.now(), endReason: reason })
    .where(
      sql`${sessions.personId} = ${personId}::uuid and ${sessions.revokedAt} is null
        and ${sessions.id} is distinct from ${except ?? null}::uuid`,
    )
    .returning({ id: sessions.id });
  return ended.length;
}

export const happenings = [
  "signed-up",
  "signed-in",
  "password-set",
  "address-set",
  "method-linked",
  "method-unlinked",
  "session-revoked",
  "sessions-revoked",
  "session-stolen",
] as const;
export type Happening = (typeof happenings)[number];

/** Writes down what happened to a person's access, in the transaction that makes it true. */
export async function recordHappening(
  tx: Transaction,
  personId: string,
  what: Happening,
  about: { request?: HeaderSource; detail?: string } = {},
): Promise<void> {
  await tx.insert(personEvents).values({
    personId,
    id: newId(),
    what,
    detail: about.detail ?? null,
    network: about.request ? shownNetwork(networkOf(about.request)) : null,
    at: getRuntime().clock.now(),
  });
}

/** Whether many people may come from this network: it is none that a sender has to itself. */
export const isOfMany = (network: string): boolean => network === ownMachine || isShared(network);

/** Mails that strangers may cause, at once and lasting: to one address, and from one network. */
const mailsToAddress = { capacity: 5, perSecond: 5 / 3_600 };
const mailsFromNetwork = { capacity: 20, perSecond: 20 / 3_600 };
/** From this machine and from private networks, where everybody may be behind one proxy. */
const mailsFromMany = { capacity: 200, perSecond: 200 / 3_600 };

/** Known addresses and unknown ones alike. @throws LimitReached */
export function limitMails(address: string, request: HeaderSource): void {
  const { limits, env } = getRuntime();
  const network = networkOf(request);
  limits.take("mails", network, isOfMany(network) ? mailsFromMany : mailsFromNetwork);
  limits.take("mails", keyedHash(env.secret, `mails ${address}`), mailsToAddress);
}
