import { and, eq } from "drizzle-orm";
import { people, personAccounts, personAddresses, type providers } from "@/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import {
  getRuntime,
  type HeaderSource,
  inPerson,
  newId,
  type Session,
  type Transaction,
} from "@/server/kernel";
import { type Entered, enter } from "./enter";
import { AccountTaken, AddressTaken } from "./errors";
import { findByAccount, findByAddress, getPersonOrThrow, recordHappening } from "./internal";
import { sendNotice } from "./mails";

export type Provider = (typeof providers)[number];

/** Who a provider says has signed in there. */
export type ProviderIdentity = {
  provider: Provider;
  /** The provider's own, lasting name for the account. */
  subject: string;
  name: string;
  /** How the account is shown in a list. */
  label: string;
  /** An address that the provider vouches for; one that anybody could have typed there is none. */
  provedAddress: string | null;
};

/**
 * Signs in whoever has this account; a new one makes a person. An address that is somebody's already opens nothing: the
 * person signs in as before and links the account at `/account`.
 *
 * @throws AddressTaken
 */
export async function signInWithProvider(from: {
  request: HeaderSource;
  identity: ProviderIdentity;
  locale: Locale;
}): Promise<Entered> {
  const { request, identity } = from;
  const { provider, subject, provedAddress } = identity;
  const known = await findByAccount(provider, subject);
  if (known) {
    await inPerson(known, (tx) =>
      tx
        .update(personAccounts)
        .set({ lastUsedAt: getRuntime().clock.now(), label: identity.label })
        .where(and(eq(personAccounts.provider, provider), eq(personAccounts.subject, subject))),
    );
    return enter({ personId: known, method: provider, request });
  }
  if (provedAddress && (await findByAddress(provedAddress))) throw new AddressTaken();
  const personId = newId();
  await inPerson(personId, async (tx) => {
    const now = getRuntime().clock.now();
    await tx.insert(people).values({
      id: personId,
      displayName: identity.name,
      locale: from.locale,
      createdAt: now,
    });
    if (provedAddress) {
      const proved = await tx
        .insert(personAddresses)
        .values({ personId, address: provedAddress, verifiedAt: now })
        .onConflictDoNothing()
        .returning({ personId: personAddresses.personId });
      if (proved.length === 0) throw new AddressTaken();
    }
    await addAccount(tx, personId, identity);
    await recordHappening(tx, personId, "signed-up", { request, detail: provider });
  });
  return enter({ personId, method: provider, request });
}

/**
 * Links an account elsewhere to whoever is signed in here.
 *
 * @throws AccountTaken somebody signs in by it, or this person by another account of that provider
 */
export async function linkProvider(from: {
  session: Session;
  request: HeaderSource;
  identity: ProviderIdentity;
}): Promise<void> {
  const { session, request, identity } = from;
  const { personId } = session;
  const owner = await findByAccount(identity.provider, identity.subject);
  if (owner === personId) return;
  if (owner) throw new AccountTaken();
  await inPerson(personId, async (tx) => {
    await addAccount(tx, personId, identity);
    const person = await getPersonOrThrow(tx, personId);
    await recordHappening(tx, personId, "method-linked", { request, detail: identity.provider });
    await sendNotice(tx, { ...person, personId }, "method_linked", request.header("user-agent"));
  });
}

/** @throws AccountTaken someone was quicker, or the person has another account of this provider */
async function addAccount(tx: Transaction, personId: string, identity: ProviderIdentity): Promise<void> {
  const now = getRuntime().clock.now();
  const { provider, subject, label } = identity;
  const added = await tx
    .insert(personAccounts)
    .values({ provider, subject, personId, label, linkedAt: now, lastUsedAt: now })
    .onConflictDoNothing()
    .returning({ provider: personAccounts.provider });
  if (added.length === 0) throw new AccountTaken();
}
