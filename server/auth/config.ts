import NextAuth, { type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import {
  cookieSecrets,
  endSession,
  fromHeaders,
  getRuntime,
  type MemberRole,
  resolveSession,
  sessionCookieName,
  sessionDays,
  startSession,
} from "@/server/kernel";
import { findDemoPerson } from "./find-demo-person";

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
export const { handlers, signIn, signOut } = NextAuth(() => {
  const { env } = getRuntime();
  return {
    secret: cookieSecrets(env),
    trustHost: true,
    session: { strategy: "jwt", maxAge: sessionDays * 86_400 },
    pages: { signIn: "/", signOut: "/", error: "/" },
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: "lax", path: "/", secure: env.origin.startsWith("https://") },
      },
    },
    providers: env.isSandboxOn ? [demoProvider] : [],
    callbacks: {
      jwt: ({ token, user }) => (user?.sessionId ? { sid: user.sessionId } : { sid: token.sid }),
    },
    logger: { error: (error) => getRuntime().logger.warn({ error }, "a sign-in failed") },
  } satisfies NextAuthConfig;
});

/** One click, no password: a member of the demo by role. Exists only while the sandbox is on. */
const demoProvider = Credentials({
  id: "demo",
  credentials: { role: {} },
  async authorize({ role }, request) {
    const person = await findDemoPerson(role as MemberRole);
    if (!person) return null;
    const userAgent = request.headers.get("user-agent")?.slice(0, 300);
    const sessionId = await startSession({
      personId: person.personId,
      method: "demo",
      ...(userAgent ? { userAgent } : {}),
    });
    return { id: person.personId, sessionId };
  },
});

/** Ends the session of this request, cookie and row. */
export async function endOwnSession(headers: Headers): Promise<void> {
  const session = await resolveSession(fromHeaders(headers));
  if (session) await endSession(session);
}
