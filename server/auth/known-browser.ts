import { decode, encode } from "next-auth/jwt";
import { cookieSecrets, getRuntime, type HeaderSource, newId, readCookie } from "@/server/kernel";

/** Says for whom a browser has been signed in; it signs nobody in. */
export const knownBrowserCookie = "santral.browser";
export const knownBrowserDays = 180;

/** A browser in which this person has signed in before. */
export type KnownBrowser = { browserId: string; personId: string };

/** The cookie's value for a browser in which this person signs in now. */
export function sealKnownBrowser(personId: string): Promise<string> {
  return encode({
    token: { personId, browserId: newId() },
    secret: cookieSecrets(getRuntime().env),
    salt: knownBrowserCookie,
    maxAge: knownBrowserDays * 86_400,
  });
}

/** Whose browser a request comes from, or null for one that is not known. */
export async function readKnownBrowser(request: HeaderSource): Promise<KnownBrowser | null> {
  const value = readCookie(request.header("cookie"), knownBrowserCookie);
  if (!value) return null;
  try {
    const token = await decode({
      token: value,
      secret: cookieSecrets(getRuntime().env),
      salt: knownBrowserCookie,
    });
    const { browserId, personId } = token ?? {};
    return typeof browserId === "string" && typeof personId === "string" ? { browserId, personId } : null;
  } catch {
    // Altered, too old, or of another key: a browser like any other.
    return null;
  }
}
