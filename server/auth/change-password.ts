import { type HeaderSource, inPerson, type Session } from "@/server/kernel";
import { beginAttempt, failAttempt, passAttempt } from "./attempts";
import { SignInWrong } from "./errors";
import { endSessions, getPersonOrThrow, recordHappening, setPassword } from "./internal";
import { evenly, inLane } from "./lane";
import { endLinks } from "./links";
import { sendNotice } from "./mails";
import { hashPassword, isPassword, requireStrength } from "./passwords";
import { ChangePasswordInput } from "./schemas";

/**
 * Sets or changes the password of whoever is signed in, who types the one of before. The other sessions end.
 *
 * @throws SignInWrong  not the password of before
 * @throws SignInLocked
 * @throws PasswordWeak
 * @throws SignInBusy
 */
export function changePassword(from: {
  session: Session;
  request: HeaderSource;
  input: { current?: string; password: string };
}): Promise<void> {
  const { session, request } = from;
  const { personId } = session;
  return evenly(async () => {
    const { current = "", password } = ChangePasswordInput.parse(from.input);
    const person = await inPerson(personId, (tx) => getPersonOrThrow(tx, personId));
    await requireStrength(password, [person.address ?? "", person.displayName]);
    await inLane(request, async () => {
      if (person.passwordHash)
        await requirePassword(person.address ?? personId, current, person.passwordHash, from);
      const hash = await hashPassword(password);
      await inPerson(personId, async (tx) => {
        await setPassword(tx, personId, hash);
        await endSessions(tx, personId, "password_changed", session.sessionId);
        await endLinks(tx, personId, ["sign-in", "reset"]);
        await recordHappening(tx, personId, "password-set", { request });
        await sendNotice(tx, { ...person, personId }, "password_changed", request.header("user-agent"));
      });
    });
  });
}

/** Wrong ones count as wrong attempts to sign in: an open session is no place to guess at leisure. */
async function requirePassword(
  address: string,
  given: string,
  hash: string,
  from: { request: HeaderSource; session: Session },
): Promise<void> {
  const attempt = await beginAttempt(address, from);
  if (await isPassword(given, hash)) return passAttempt(attempt);
  await failAttempt(attempt);
  throw new SignInWrong();
}
