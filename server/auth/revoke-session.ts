import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "@/db/schema";
import { fromPublicId, getRuntime, type HeaderSource, inPerson, type Session } from "@/server/kernel";
import { SessionNotFound } from "./errors";
import { endSessions, recordHappening } from "./internal";

/**
 * Ends one of a person's own sessions. Its pages lose their stream within two seconds.
 *
 * @throws SessionNotFound not one of theirs, or it has ended
 */
export async function revokeSession(from: {
  session: Session;
  request: HeaderSource;
  input: { sessionId: string };
}): Promise<void> {
  const { personId } = from.session;
  const id = fromPublicId("session", from.input.sessionId);
  if (!id) throw new SessionNotFound();
  await inPerson(personId, async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: getRuntime().clock.now(), endReason: "revoked" })
      .where(and(eq(sessions.id, id), eq(sessions.personId, personId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw new SessionNotFound();
    await recordHappening(tx, personId, "session-revoked", {
      request: from.request,
      detail: from.input.sessionId,
    });
  });
}

/** Ends every session of a person but this one. Returns how many. */
export async function revokeOtherSessions(from: {
  session: Session;
  request: HeaderSource;
}): Promise<number> {
  const { personId, sessionId } = from.session;
  return inPerson(personId, async (tx) => {
    const count = await endSessions(tx, personId, "revoked", sessionId);
    await recordHappening(tx, personId, "sessions-revoked", { request: from.request, detail: String(count) });
    return count;
  });
}
