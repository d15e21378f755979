import { eq } from "drizzle-orm";
import type { z } from "zod";
import { signUps } from "@/db/schema";
import { type HeaderSource, inPerson, LimitReached } from "@/server/kernel";
import { beginAttempt, failAttempt, passAttempt } from "./attempts";
import { type Entered, enter } from "./enter";
import { AddressUnverified, SignInWrong } from "./errors";
import { findByAddress, findSignUp, getPersonOrThrow, limitMails, localeOf } from "./internal";
import { evenly, inLane } from "./lane";
import { sendLink } from "./mails";
import { isPassword } from "./passwords";
import { SignInInput } from "./schemas";

/**
 * Signs in by address and password. An unknown address, a wrong password and one that was never confirmed take the
 * same work and the same time; five wrong attempts close the address and the network for a quarter of an hour, but not
 * for a browser in which that person has signed in before.
 *
 * @throws SignInWrong
 * @throws SignInLocked
 * @throws SignInBusy
 * @throws AddressUnverified the password is right and the address unproved; the link is sent again
 */
export function signInWithPassword(from: {
  request: HeaderSource;
  input: z.input<typeof SignInInput>;
}): Promise<Entered> {
  const { request } = from;
  return evenly(() =>
    inLane(request, async () => {
      const { address, password } = SignInInput.parse(from.input);
      const attempt = await beginAttempt(address, { request });
      const candidate = await findCandidate(address);
      if (!(await isPassword(password, candidate?.hash ?? null)) || !candidate) {
        await failAttempt(attempt);
        throw new SignInWrong();
      }
      await passAttempt(attempt);
      if (!candidate.isProved) {
        await sendAgain(candidate.personId, address, request);
        throw new AddressUnverified();
      }
      return enter({ personId: candidate.personId, method: "password", request });
    }),
  );
}

/** Whose password it may be: a person's, or of someone who has not confirmed the address. */
async function findCandidate(address: string) {
  const [personId, wantedId] = await Promise.all([findByAddress(address), findSignUp(address)]);
  if (personId) {
    const { passwordHash } = await inPerson(personId, (tx) => getPersonOrThrow(tx, personId));
    return { personId, hash: passwordHash, isProved: true };
  }
  if (!wantedId) return null;
  const wanted = await findWanted(wantedId);
  return wanted && { personId: wantedId, hash: wanted.passwordHash, isProved: false };
}

const findWanted = async (personId: string) =>
  (await inPerson(personId, (tx) => tx.select().from(signUps).where(eq(signUps.personId, personId))))[0];

async function sendAgain(personId: string, address: string, request: HeaderSource): Promise<void> {
  try {
    limitMails(address, request);
  } catch (error) {
    // The link of before is in the mailbox several times.
    if (error instanceof LimitReached) return;
    throw error;
  }
  const wanted = await findWanted(personId);
  if (!wanted) return;
  await inPerson(personId, (tx) =>
    sendLink(tx, {
      personId,
      purpose: "sign-up",
      address,
      locale: localeOf(wanted.locale),
      next: wanted.next,
    }),
  );
}
