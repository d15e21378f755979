import pLimit from "p-limit";
import { ratePassword } from "@/lib/passwords/rate-password";
import { getRuntime, randomToken } from "@/server/kernel";
import { PasswordWeak } from "./errors";

/**
 * OWASP's parameters for argon2id: 19 MiB, two passes, one lane. The work is done by threads beside the event loop; two
 * at once, so that the four threads of the process are never all taken (files and names are looked up by them, too).
 */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const hashesAtOnce = 2;

const lane = () => getRuntime().keep("password-hashes", () => pLimit(hashesAtOnce));

/** The hash of a password, with its salt and parameters in it. */
export function hashPassword(password: string): Promise<string> {
  return lane()(async () => {
    const { hash } = await import("@node-rs/argon2");
    return hash(password, parameters);
  });
}

/** Whether this is the password of that hash. Without a hash the answer is no, after the same work. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const compared = hash ?? (await nobodysHash());
  return lane()(async () => {
    const { verify } = await import("@node-rs/argon2");
    return (await verify(compared, password)) && hash !== null;
  });
}

/** A hash that no password fits, made once a process. */
const nobodysHash = () => getRuntime().keep("nobodys-hash", () => hashPassword(randomToken()));

/** @throws PasswordWeak when it is too easy to guess, knowing the person's own words */
export async function requireStrength(password: string, own: readonly string[]): Promise<void> {
  const { weakness } = await ratePassword(password, own);
  if (weakness) throw new PasswordWeak(weakness);
}
