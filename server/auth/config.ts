import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth, { type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { getLocale } from "next-intl/server";
import {
  cookieSecrets,
  DomainError,
  encodeSessionCookie,
  endSession,
  fromHeaders,
  getRuntime,
  type MemberRole,
  resolveSession,
  sessionCookieName,
  sessionDays,
} from "@/server/kernel";
import { readClaims } from "./claims";
import { type Entered, enter } from "./enter";
import { findDemoPerson } from "./find-demo-person";
import { localeOf } from "./internal";
import { knownBrowserCookie, knownBrowserDays, sealKnownBrowser } from "./known-browser";
import { isLinkIntent, linkIntentCookie } from "./link-intent";
import { linkProvider, signInWithProvider } from "./provider-sign-in";
import { configureProviders, fromAuthId } from "./providers";

declare module "next-auth" {
  interface User {
    /** Our own session's row, made at sign-in. */
    sessionId?: string;
  }
}

/**
 * next-auth for providers and cookies only: the JWT carries the opaque id of a `sessions` row, and the row decides.
 * The configuration is read at the first request, when the runtime stands.
 */
const auth = NextAuth(() => {
  const { env } = getRuntime();
  return {
    secret: cookieSecrets(env),
    trustHost: true,
    session: { strategy: "jwt", maxAge: sessionDays * 86_400 },
    pages: { signIn: "/sign-in", signOut: "/", error: "/sign-in" },
    cookies: { sessionToken: { name: sessionCookieName(), options: cookieOptions() } },
    providers: [...configureProviders(), ...(env.isSandboxOn ? [demoProvider] : [])],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        const provider = account && fromAuthId(account.provider);
        if (!provider) return Boolean(user.sessionId);
        const identity = readClaims(provider, profile ?? {});
        if (!identity) return false;
        try {
          user.sessionId = await comeBack(identity);
          return true;
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          return `/sign-in?error=${error.code}&with=${provider}`;
        }
      },
      jwt: ({ token, user }) => (user?.sessionId ? { sid: user.sessionId } : { sid: token.sid }),
    },
    logger: { error: (error) => getRuntime().logger.warn({ error }, "a sign-in failed") },
  } satisfies NextAuthConfig;
});

export const { signIn, signOut } = auth;

/**
 * The request at our own address: a `NextRequest` calls every loopback address localhost, and a provider wants the very
 * address that it was given at the start. Without AUTH_URL next-auth reads nothing but what a plain `Request` has.
 */
function atOwnAddress(request: NextRequest): NextRequest {
  const { origin } = getRuntime().env;
  if (!/^http:\/\/(?:127\.|localhost|\[::1)/.test(origin)) return request;
  const { pathname, search } = request.nextUrl;
  return new Request(new URL(pathname + search, origin), request) as NextRequest;
}

export const handlers = {
  GET: (request: NextRequest) => auth.handlers.GET(atOwnAddress(request)),
  POST: (request: NextRequest) => auth.handlers.POST(atOwnAddress(request)),
};

const cookieOptions = () => ({
  httpOnly: true,
  sameSite: "lax" as const,
  path: "/",
  secure: getRuntime().env.origin.startsWith("https://"),
});

/** Back from a provider: links it where that was asked for in this session, and signs in otherwise. */
async function comeBack(identity: NonNullable<ReturnType<typeof readClaims>>): Promise<string> {
  const request = fromHeaders(await headers());
  const session = await resolveSession(request);
  const jar = await cookies();
  const intent = jar.get(linkIntentCookie)?.value;
  if (session && (await isLinkIntent(intent, session, identity.provider))) {
    await linkProvider({ session, request, identity });
    return session.sessionId;
  }
  const locale = localeOf(await getLocale());
  return (await signInWithProvider({ request, identity, locale })).sessionId;
}

/** One click, no password: a member of the demo by role. Exists only while the sandbox is on. */
const demoProvider = Credentials({
  id: "demo",
  credentials: { role: {} },
  async authorize({ role }, request) {
    const person = await findDemoPerson(role as MemberRole);
    if (!person) return null;
    const { sessionId } = await enter({
      personId: person.personId,
      method: "demo",
      request: fromHeaders(request.headers),
    });
    return { id: person.personId, sessionId };
  },
});

/**
 * Gives this browser the cookie of a session, as next-auth writes it, and one by which it is known where somebody signs
 * in; in an action or a route handler.
 */
export async function keepSession({ personId, sessionId }: Entered): Promise<void> {
  const jar = await cookies();
  jar.set(sessionCookieName(), await encodeSessionCookie(sessionId), {
    ...cookieOptions(),
    maxAge: sessionDays * 86_400,
  });
  jar.set(knownBrowserCookie, await sealKnownBrowser(personId), {
    ...cookieOptions(),
    path: "/sign-in",
    maxAge: knownBrowserDays * 86_400,
  });
}

/** Ends the session of this request, cookie and row. */
export async function endOwnSession(headers: Headers): Promise<void> {
  const session = await resolveSession(fromHeaders(headers));
  if (session) await endSession(session);
}
