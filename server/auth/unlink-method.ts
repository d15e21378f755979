import { and, eq, sql } from "drizzle-orm";
import { people, personAccounts, personAddresses, personPasswords } from "@/db/schema";
import { type HeaderSource, inPerson, type Session } from "@/server/kernel";
import { LastMethod } from "./errors";
import { getPersonOrThrow, recordHappening } from "./internal";
import { endLinks } from "./links";
import { sendNotice } from "./mails";
import { canUnlink, type Method } from "./rules";

/**
 * Takes a way to sign in away from whoever is signed in. With the address its links go, and the password with it.
 *
 * @throws LastMethod nobody could sign in any more (or there is no such method)
 */
export async function unlinkMethod(from: {
  session: Session;
  request: HeaderSource;
  input: { method: Method };
}): Promise<void> {
  const { personId } = from.session;
  const { method } = from.input;
  await inPerson(personId, async (tx) => {
    // Two at once, each of which leaves the other: one after the other.
    await tx.execute(sql`select 1 from ${people} where ${people.id} = ${personId}::uuid for update`);
    const person = await getPersonOrThrow(tx, personId);
    const accounts = await tx
      .select({ provider: personAccounts.provider })
      .from(personAccounts)
      .where(eq(personAccounts.personId, personId));
    const methods = {
      hasAddress: person.address !== null,
      hasPassword: person.passwordHash !== null,
      providers: accounts.map(({ provider }) => provider),
    };
    if (!canUnlink(methods, method)) throw new LastMethod();
    if (method === "password" || method === "address") {
      await tx.delete(personPasswords).where(eq(personPasswords.personId, personId));
    }
    if (method === "address") {
      await tx.delete(personAddresses).where(eq(personAddresses.personId, personId));
      await endLinks(tx, personId, ["sign-in", "reset", "address"]);
    } else if (method !== "password") {
      await tx
        .delete(personAccounts)
        .where(and(eq(personAccounts.personId, personId), eq(personAccounts.provider, method)));
    }
    await recordHappening(tx, personId, "method-unlinked", { request: from.request, detail: method });
    await sendNotice(tx, { ...person, personId }, "method_unlinked", from.request.header("user-agent"));
  });
}
