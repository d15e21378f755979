import type { z } from "zod";
import { personAddresses } from "@/db/schema";
import { databaseErrorCode, getRuntime, type HeaderSource, inPerson, type Session } from "@/server/kernel";
import { AddressTaken, LinkWorthless } from "./errors";
import { findByAddress, getPersonOrThrow, limitMails, recordHappening } from "./internal";
import { evenly } from "./lane";
import { endLinks, getLinkOrThrow, useUp } from "./links";
import { sendLink, sendNotice } from "./mails";
import { Address } from "./schemas";

/**
 * Sends a link to an address that whoever is signed in wants to have; it becomes theirs when the link is used. Whether
 * it is somebody else's is not told here, and then nothing is sent.
 *
 * @throws LimitReached too many mails to this address, or from this network
 */
export function requestAddress(from: {
  session: Session;
  request: HeaderSource;
  input: { address: z.input<typeof Address> };
}): Promise<void> {
  const { personId } = from.session;
  return evenly(async () => {
    const address = Address.parse(from.input.address);
    limitMails(address, from.request);
    if (await findByAddress(address)) return;
    await inPerson(personId, async (tx) => {
      const { locale } = await getPersonOrThrow(tx, personId);
      await sendLink(tx, { personId, purpose: "address", address, locale });
    });
  });
}

/**
 * Makes the address that the link was sent to the person's own, in place of an earlier one, which is told so. The link
 * alone does not do it: whoever asked for it must be signed in here.
 *
 * @throws LinkWorthless also where somebody else is signed in
 * @throws AddressTaken  somebody else has proved it meanwhile
 */
export async function confirmAddress(from: {
  session: Session;
  request: HeaderSource;
  input: { token: string };
}): Promise<void> {
  const { personId } = from.session;
  const link = await getLinkOrThrow(from.input.token, "address");
  if (link.personId !== personId) throw new LinkWorthless("unknown");
  const { address } = link;
  try {
    await inPerson(personId, async (tx) => {
      await useUp(tx, link);
      const before = await getPersonOrThrow(tx, personId);
      const verifiedAt = getRuntime().clock.now();
      await tx
        .insert(personAddresses)
        .values({ personId, address, verifiedAt })
        .onConflictDoUpdate({ target: personAddresses.personId, set: { address, verifiedAt } });
      await endLinks(tx, personId, ["sign-in", "reset"]);
      await recordHappening(tx, personId, "address-set", { request: from.request });
      await sendNotice(tx, { ...before, personId }, "email_changed", from.request.header("user-agent"));
    });
  } catch (error) {
    if (databaseErrorCode(error) === "23505") throw new AddressTaken();
    throw error;
  }
}
