import { eq } from "drizzle-orm";
import { personAddresses } from "@/db/schema";
import { inPerson } from "@/server/kernel";

/** The address of a person that is verified, or null: what an invitation is held against. */
export async function findVerifiedAddress(personId: string): Promise<string | null> {
  const [row] = await inPerson(personId, (tx) =>
    tx
      .select({ address: personAddresses.address })
      .from(personAddresses)
      .where(eq(personAddresses.personId, personId)),
  );
  return row?.address ?? null;
}
