import { eq } from "drizzle-orm";
import { people, personAddresses, signUps } from "@/db/schema";
import { getRuntime, type HeaderSource, inPerson, isSameSecret, type Transaction } from "@/server/kernel";
import { beginAttempt, failAttempt, passAttempt } from "./attempts";
import { type Entered, enter } from "./enter";
import { AddressTaken, LinkWorthless, SignUpElsewhere } from "./errors";
import { findByAddress, findSignUp, recordHappening, setPassword } from "./internal";
import { evenly, inLane } from "./lane";
import { getLinkOrThrow, useUp } from "./links";
import { isPassword } from "./passwords";
import { browserHash } from "./sign-up";

type SignUp = typeof signUps.$inferSelect;

/**
 * Makes the person whose address the link proves, and signs them in. In another browser than the one that signed up
 * the password is asked for: otherwise a stranger could sign up with somebody's address and have them confirm it.
 *
 * @throws LinkWorthless
 * @throws SignUpElsewhere another browser, and no password or not the one
 * @throws SignInLocked
 * @throws AddressTaken    somebody else has proved this address meanwhile
 */
export function confirmSignUp(from: {
  request: HeaderSource;
  input: { token: string; browserSecret?: string; password?: string };
}): Promise<Entered & { next: string | null }> {
  const { request, input } = from;
  return evenly(async () => {
    const link = await getLinkOrThrow(input.token, "sign-up");
    const { personId, address } = link;
    const [wanted] = await inPerson(personId, (tx) =>
      tx.select().from(signUps).where(eq(signUps.personId, personId)),
    );
    // A newer sign-up with the same address makes this one worthless.
    if (!wanted || (await findSignUp(address)) !== personId) throw new LinkWorthless("used");
    await requireSameHand(wanted, from);
    if (await findByAddress(address)) throw new AddressTaken();
    await inPerson(personId, async (tx) => {
      await useUp(tx, link);
      await makePerson(tx, wanted, request);
    });
    return { ...(await enter({ personId, method: "password", request })), next: link.next };
  });
}

async function requireSameHand(
  wanted: SignUp,
  { request, input }: { request: HeaderSource; input: { browserSecret?: string; password?: string } },
): Promise<void> {
  const { browserSecret, password } = input;
  if (browserSecret && isSameSecret(browserHash(browserSecret), wanted.browserHash)) return;
  if (!password) throw new SignUpElsewhere();
  const isRight = await inLane(request, async () => {
    const attempt = await beginAttempt(wanted.address, { request });
    const isIt = await isPassword(password, wanted.passwordHash);
    await (isIt ? passAttempt(attempt) : failAttempt(attempt));
    return isIt;
  });
  if (!isRight) throw new SignUpElsewhere();
}

async function makePerson(tx: Transaction, wanted: SignUp, request: HeaderSource): Promise<void> {
  const { personId, address, displayName, locale } = wanted;
  const now = getRuntime().clock.now();
  await tx.insert(people).values({ id: personId, displayName, locale, createdAt: now });
  const proved = await tx
    .insert(personAddresses)
    .values({ personId, address, verifiedAt: now })
    .onConflictDoNothing()
    .returning({ personId: personAddresses.personId });
  if (proved.length === 0) throw new AddressTaken();
  await setPassword(tx, personId, wanted.passwordHash);
  await tx.delete(signUps).where(eq(signUps.personId, personId));
  await recordHappening(tx, personId, "signed-up", { request });
}
