import { hash } from "node:crypto";
import type { z } from "zod";
import { signUps } from "@/db/schema";
import { getRuntime, type HeaderSource, inPerson, newId, randomToken } from "@/server/kernel";
import { findByAddress, getPersonOrThrow, limitMails } from "./internal";
import { evenly, inLane } from "./lane";
import { sendLink } from "./mails";
import { hashPassword, requireStrength } from "./passwords";
import { linkMinutes } from "./rules";
import { SignUpInput } from "./schemas";

/** The hash that a sign-up keeps of the secret which its browser holds. */
export const browserHash = (secret: string): string => hash("sha256", secret, "base64url");

/**
 * Takes down who wants to sign up and sends a link to the address; there is no person before it is used. Whether the
 * address is somebody's already is not told: that person gets a link to sign in instead.
 *
 * Returns a secret for the browser's cookie: whoever holds it need not type the password again behind the link.
 *
 * @throws PasswordWeak
 * @throws LimitReached too many mails to this address, or from this network
 * @throws SignInBusy
 */
export function signUp(from: {
  request: HeaderSource;
  input: z.input<typeof SignUpInput>;
}): Promise<{ browserSecret: string }> {
  return evenly(async () => {
    const { displayName, address, password, locale, next } = SignUpInput.parse(from.input);
    await requireStrength(password, [address, displayName]);
    limitMails(address, from.request);
    return inLane(from.request, async () => {
      const passwordHash = await hashPassword(password);
      const browserSecret = randomToken();
      const owner = await findByAddress(address);
      if (owner) {
        await inPerson(owner, async (tx) => {
          const person = await getPersonOrThrow(tx, owner);
          await sendLink(tx, { personId: owner, purpose: "sign-in", address, locale: person.locale, next });
        });
        return { browserSecret };
      }
      const personId = newId();
      const now = getRuntime().clock.now();
      await inPerson(personId, async (tx) => {
        await tx.insert(signUps).values({
          personId,
          address,
          displayName,
          locale,
          passwordHash,
          browserHash: browserHash(browserSecret),
          next,
          createdAt: now,
          expiresAt: new Date(now.getTime() + linkMinutes["sign-up"] * 60_000),
        });
        await sendLink(tx, { personId, purpose: "sign-up", address, locale, next });
      });
      return { browserSecret };
    });
  });
}
