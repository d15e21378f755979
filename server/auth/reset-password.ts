import { type HeaderSource, inPerson } from "@/server/kernel";
import { unlockAddress } from "./attempts";
import { type Entered, enter } from "./enter";
import { endSessions, getPersonOrThrow, recordHappening, setPassword } from "./internal";
import { inLane } from "./lane";
import { endLinks, getLinkOrThrow, useUp } from "./links";
import { sendNotice } from "./mails";
import { hashPassword, requireStrength } from "./passwords";
import { NewPasswordInput } from "./schemas";

/**
 * Sets a new password by a link from the mail, once. Every session ends, every other open link is worthless, and the
 * address is opened if it was locked; then the person is signed in here.
 *
 * @throws LinkWorthless
 * @throws PasswordWeak
 * @throws SignInBusy
 */
export async function resetPassword(from: {
  request: HeaderSource;
  input: { token: string; password: string };
}): Promise<Entered & { next: string | null }> {
  const { request } = from;
  const { password } = NewPasswordInput.parse(from.input);
  const link = await getLinkOrThrow(from.input.token, "reset");
  const { personId, address, next } = link;
  const person = await inPerson(personId, (tx) => getPersonOrThrow(tx, personId));
  await requireStrength(password, [address, person.displayName]);
  const hash = await inLane(request, () => hashPassword(password));
  await inPerson(personId, async (tx) => {
    await useUp(tx, link);
    await setPassword(tx, personId, hash);
    await endSessions(tx, personId, "password_changed");
    await endLinks(tx, personId, ["sign-in", "reset"]);
    await recordHappening(tx, personId, "password-set", { request });
    await sendNotice(tx, { ...person, personId }, "password_changed", request.header("user-agent"));
  });
  await unlockAddress(address);
  return { ...(await enter({ personId, method: "password", request })), next };
}
