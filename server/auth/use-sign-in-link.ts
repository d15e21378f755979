import { type HeaderSource, inPerson } from "@/server/kernel";
import { unlockAddress } from "./attempts";
import { type Entered, enter } from "./enter";
import { getLinkOrThrow, useUp } from "./links";

/**
 * Signs in by a link from the mail, once. Whoever has the mailbox also opens an address that wrong attempts have locked.
 *
 * @throws LinkWorthless
 */
export async function useSignInLink(from: {
  request: HeaderSource;
  input: { token: string };
}): Promise<Entered & { next: string | null }> {
  const { request } = from;
  const link = await getLinkOrThrow(from.input.token, "sign-in");
  await inPerson(link.personId, (tx) => useUp(tx, link));
  await unlockAddress(link.address);
  return { ...(await enter({ personId: link.personId, method: "link", request })), next: link.next };
}
