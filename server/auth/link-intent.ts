import { decode, encode } from "next-auth/jwt";
import { cookieSecrets, getRuntime, type Session } from "@/server/kernel";
import type { Provider } from "./provider-sign-in";

/** Says for ten minutes that whoever comes back from a provider wants to link it, and not to sign in. */
export const linkIntentCookie = "santral.link";
export const linkIntentSeconds = 600;

/** The cookie's value: sealed for one session and one provider. */
export function sealLinkIntent(session: Session, provider: Provider): Promise<string> {
  return encode({
    token: { sid: session.sessionId, provider },
    secret: cookieSecrets(getRuntime().env),
    salt: linkIntentCookie,
    maxAge: linkIntentSeconds,
  });
}

/** Whether the cookie asks to link this provider to this very session. */
export async function isLinkIntent(
  value: string | undefined,
  session: Session,
  provider: Provider,
): Promise<boolean> {
  if (!value) return false;
  try {
    const token = await decode({
      token: value,
      secret: cookieSecrets(getRuntime().env),
      salt: linkIntentCookie,
    });
    return token?.sid === session.sessionId && token?.provider === provider;
  } catch {
    // Altered, or of another key: no intent.
    return false;
  }
}
