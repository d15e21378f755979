import { desc, eq } from "drizzle-orm";
import { personAccounts, personEvents } from "@/db/schema";
import { inPerson, type Session } from "@/server/kernel";
import { getPersonOrThrow } from "./internal";
import { type ListedSession, listSessions } from "./list-sessions";
import { canUnlink, type Method } from "./rules";

export type Account = {
  displayName: string;
  address: string | null;
  passwordChangedAt: string | null;
  accounts: { provider: "telegram" | "google" | "microsoft"; label: string; lastUsedAt: string }[];
  /** What may be taken away without being locked out. */
  removable: Method[];
  sessions: ListedSession[];
  events: { id: string; what: string; detail: string | null; network: string | null; at: string }[];
};

/** All that a person sees at their account: how they sign in, where they are signed in, and what happened. */
export async function readAccount({ session }: { session: Session }): Promise<Account> {
  const { personId } = session;
  const [{ person, accounts, events }, sessions] = await Promise.all([
    inPerson(personId, async (tx) => ({
      person: await getPersonOrThrow(tx, personId),
      accounts: await tx
        .select()
        .from(personAccounts)
        .where(eq(personAccounts.personId, personId))
        .orderBy(personAccounts.provider),
      events: await tx
        .select()
        .from(personEvents)
        .where(eq(personEvents.personId, personId))
        .orderBy(desc(personEvents.id))
        .limit(20),
    })),
    listSessions({ session }),
  ]);
  const methods = {
    hasAddress: person.address !== null,
    hasPassword: person.passwordHash !== null,
    providers: accounts.map(({ provider }) => provider),
  };
  const all: Method[] = ["address", "password", "telegram", "google", "microsoft"];
  return {
    displayName: person.displayName,
    address: person.address,
    passwordChangedAt: person.passwordChangedAt?.toISOString() ?? null,
    accounts: accounts.map(({ provider, label, lastUsedAt }) => ({
      provider,
      label,
      lastUsedAt: lastUsedAt.toISOString(),
    })),
    removable: all.filter((method) => canUnlink(methods, method)),
    sessions,
    events: events.map(({ id, what, detail, network, at }) => ({
      id,
      what,
      detail,
      network,
      at: at.toISOString(),
    })),
  };
}
