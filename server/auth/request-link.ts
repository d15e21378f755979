import { eq } from "drizzle-orm";
import type { z } from "zod";
import { signUps } from "@/db/schema";
import { type HeaderSource, inPerson } from "@/server/kernel";
import { findByAddress, findSignUp, getPersonOrThrow, limitMails, localeOf } from "./internal";
import { evenly } from "./lane";
import { sendLink } from "./mails";
import { AddressInput } from "./schemas";

/**
 * Sends a link to sign in, or to choose a new password, where the address is somebody's; who has signed up and not
 * confirmed gets that link again. To whoever asks it all looks the same.
 *
 * @throws LimitReached too many mails to this address, or from this network
 */
export function requestLink(
  purpose: "sign-in" | "reset",
  from: { request: HeaderSource; input: z.input<typeof AddressInput> },
): Promise<void> {
  return evenly(async () => {
    const { address, next } = AddressInput.parse(from.input);
    limitMails(address, from.request);
    const [personId, wantedId] = await Promise.all([findByAddress(address), findSignUp(address)]);
    if (personId) {
      await inPerson(personId, async (tx) => {
        const { locale } = await getPersonOrThrow(tx, personId);
        await sendLink(tx, { personId, purpose, address, locale, next });
      });
    } else if (wantedId) {
      await inPerson(wantedId, async (tx) => {
        const [wanted] = await tx.select().from(signUps).where(eq(signUps.personId, wantedId));
        if (!wanted) return;
        const locale = localeOf(wanted.locale);
        await sendLink(tx, { personId: wantedId, purpose: "sign-up", address, locale, next: wanted.next });
      });
    }
  });
}
