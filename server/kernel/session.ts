import { and, eq, isNull, sql } from "drizzle-orm";
import { decode, encode } from "next-auth/jwt";
import { members, type sessionEnds, sessions, workspaces } from "@/db/schema";
import { browserKind, isSameBrowser, keptUserAgent } from "./browser";
import type { Actor, Ctx, WorkspaceRef } from "./context";
import { cookieSecrets } from "./crypto";
import type { Transaction } from "./database";
import { NotSignedIn, WorkspaceDeleted, WorkspaceNotFound, WorkspaceSuspended } from "./errors";
import { newId } from "./ids";
import { lookUp } from "./look-up";
import { getRuntime } from "./runtime";
import { countryOf, type HeaderSource, networkOf, shownNetwork } from "./sender";
import { endStrangeSession, noteUse } from "./session-use";
import { inPerson, inWorkspace } from "./transaction";

export type Session = { sessionId: string; personId: string };

export const sessionDays = 30;

/** The cookie of next-auth; `__Secure-` where the origin is HTTPS, as next-auth names it. */
export function sessionCookieName(): string {
  return getRuntime().env.origin.startsWith("https://")
    ? "__Secure-authjs.session-token"
    : "authjs.session-token";
}

/**
 * Who is signed in, for every door alike. The cookie is an encrypted JWT that carries the opaque id of a
 * `sessions` row; the row decides, so a revoked session ends at once. One that turns up in another kind of browser than
 * the one that signed in is ended, and its person told.
 *
 * @throws DatabaseAway
 */
export async function resolveSession(request: HeaderSource): Promise<Session | null> {
  const cookie = readCookie(request.header("cookie"), sessionCookieName());
  if (!cookie) return null;
  const sessionId = await readSessionId(cookie);
  if (!sessionId) return null;
  const now = getRuntime().clock.now().toISOString();
  const [row] = await lookUp<{ person_id: string | null; browser: string | null }>(
    sql`select person_id, browser from resolve_session(${sessionId}::uuid, ${now}::timestamptz)`,
  );
  if (!row?.person_id) return null;
  const session = { sessionId, personId: row.person_id };
  if (row.browser && !isSameBrowser(row.browser, browserKind(request.header("user-agent")))) {
    await endStrangeSession(session);
    return null;
  }
  noteUse(session, request);
  return session;
}

/** What a slug is made of; an address may hold anything. */
const possibleSlug = /^[a-z0-9-]{1,63}$/;

/**
 * The context of a signed-in member in one of their workspaces.
 *
 * @throws NotSignedIn       no session, or an ended one
 * @throws WorkspaceNotFound not a workspace of this person (also when it exists)
 * @throws WorkspaceDeleted  it is theirs and deleted, unless the caller opens deleted ones too
 * @throws WorkspaceSuspended it is theirs, and held by an operator of the platform
 */
export async function openMemberContext(input: {
  request: HeaderSource;
  slug: string;
  requestId?: string;
  opensDeleted?: boolean;
}): Promise<Ctx & { session: Session }> {
  const session = await resolveSession(input.request);
  if (!session) throw new NotSignedIn();
  if (!possibleSlug.test(input.slug)) throw new WorkspaceNotFound();
  const runtime = getRuntime();
  const [resolved] = await lookUp<{ workspace_id: string | null }>(
    sql`select workspace_id from resolve_workspace(${input.slug})`,
  );
  if (!resolved?.workspace_id) throw new WorkspaceNotFound();
  const workspaceId = resolved.workspace_id;
  const readMember = (tx: Transaction) =>
    tx
      .select({ member: members, workspace: workspaces })
      .from(members)
      .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
      .where(
        and(
          eq(members.workspaceId, workspaceId),
          eq(members.personId, session.personId),
          isNull(members.removedAt),
        ),
      );
  const [found] = await inWorkspace({ workspace: { id: workspaceId } }, readMember, { reads: true });
  if (!found) throw new WorkspaceNotFound();
  if (found.workspace.eraseAt && !input.opensDeleted) {
    throw new WorkspaceDeleted({
      name: found.workspace.name,
      eraseAt: found.workspace.eraseAt.toISOString(),
      mayRestore: found.member.role === "owner",
    });
  }
  requireNotSuspended(found.workspace);
  noteUse(session, input.request, workspaceId);
  const actor: Actor = {
    kind: "member",
    memberId: found.member.id,
    personId: session.personId,
    role: found.member.role,
    displayName: found.member.displayName,
  };
  return {
    session,
    workspace: toWorkspaceRef(found.workspace),
    actor,
    clock: runtime.clock,
    requestId: input.requestId ?? newId(),
  };
}

function requireNotSuspended({ name, suspendedAt, suspensionReason }: typeof workspaces.$inferSelect): void {
  if (!suspendedAt) return;
  throw new WorkspaceSuspended({
    name,
    reason: suspensionReason ?? "",
    since: suspendedAt.toISOString(),
    contact: getRuntime().env.supportAddress ?? null,
  });
}

/** The context of work that the product does by itself in a claimed workspace. */
export async function openSystemContext(
  workspaceId: string,
  actor: Actor,
  requestId: string = newId(),
): Promise<Ctx> {
  const [row] = await inWorkspace(
    { workspace: { id: workspaceId } },
    (tx) => tx.select().from(workspaces).where(eq(workspaces.id, workspaceId)),
    { reads: true },
  );
  if (!row) throw new WorkspaceNotFound();
  return { workspace: toWorkspaceRef(row), actor, clock: getRuntime().clock, requestId };
}

export function toWorkspaceRef(row: typeof workspaces.$inferSelect): WorkspaceRef {
  const {
    id,
    slug,
    kind,
    name,
    timeZone,
    defaultLanguage,
    languages,
    businessHours,
    isAgentOn,
    suspendedAt,
    minutesPerAnswer,
  } = row;
  return {
    id,
    slug,
    kind,
    name,
    timeZone,
    defaultLanguage,
    languages,
    businessHours,
    // Held, it answers nothing, whatever its own switch says; resumed, the switch stands as it was.
    isAgentOn: isAgentOn && suspendedAt === null,
    minutesPerAnswer,
  };
}

/**
 * Starts a session for a person and returns its id, for the sign-in cookie to carry. With the request that signs in, it
 * is good in that browser only.
 */
export async function startSession(input: {
  personId: string;
  method: string;
  request?: HeaderSource;
}): Promise<string> {
  const { clock } = getRuntime();
  const { request } = input;
  const id = newId();
  const now = clock.now();
  const userAgent = keptUserAgent(request?.header("user-agent"));
  await inPerson(input.personId, (tx) =>
    tx.insert(sessions).values({
      id,
      personId: input.personId,
      method: input.method,
      userAgent: userAgent ?? null,
      browser: request ? browserKind(userAgent) : null,
      network: request ? shownNetwork(networkOf(request)) : null,
      country: (request && countryOf(request)) ?? null,
      lastSeenAt: now,
      createdAt: now,
      expiresAt: new Date(now.getTime() + sessionDays * 86_400_000),
    }),
  );
  return id;
}

/** Ends a session; every door refuses it from the next request on. */
export async function endSession(
  session: Session,
  reason: (typeof sessionEnds)[number] = "signed_out",
): Promise<void> {
  const { clock } = getRuntime();
  await inPerson(session.personId, (tx) =>
    tx
      .update(sessions)
      .set({ revokedAt: clock.now(), endReason: reason })
      .where(and(eq(sessions.id, session.sessionId), isNull(sessions.revokedAt))),
  );
}

/** The sign-in cookie's value for a session id, as next-auth would write it; used by checks that sign in without a browser. */
export function encodeSessionCookie(sessionId: string): Promise<string> {
  return encode({
    token: { sid: sessionId },
    secret: cookieSecrets(getRuntime().env),
    salt: sessionCookieName(),
  });
}

async function readSessionId(cookie: string): Promise<string | null> {
  try {
    const token = await decode({
      token: cookie,
      secret: cookieSecrets(getRuntime().env),
      salt: sessionCookieName(),
    });
    const id: unknown = token?.sid;
    return typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? id : null;
  } catch {
    // A cookie of another secret or a tampered one: the same as none.
    return null;
  }
}

/** The value of a cookie in a request's header, or null. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return decodeValue(part.slice(at + 1).trim());
  }
  return null;
}

/** The value of a cookie; one that nobody could have written is none. */
function decodeValue(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
