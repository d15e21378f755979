import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { sessions } from "@/db/schema";
import { describeDevice, getRuntime, inPerson, type Session, toPublicId } from "@/server/kernel";

export type ListedSession = {
  id: string;
  isCurrent: boolean;
  method: string;
  /** What the browser says it is. */
  browser: string | null;
  system: string | null;
  network: string | null;
  country: string | null;
  startedAt: string;
  lastSeenAt: string;
};

/** The browsers in which a person is signed in, this one first, then by last use. */
export async function listSessions({ session }: { session: Session }): Promise<ListedSession[]> {
  const rows = await inPerson(session.personId, (tx) =>
    tx
      .select()
      .from(sessions)
      .where(
        and(
          eq(sessions.personId, session.personId),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, getRuntime().clock.now()),
        ),
      )
      .orderBy(desc(sessions.lastSeenAt))
      .limit(100),
  );
  return rows
    .map((row) => {
      const { browser, system } = describeDevice(row.userAgent);
      return {
        id: toPublicId("session", row.id),
        isCurrent: row.id === session.sessionId,
        method: row.method,
        browser: browser ?? null,
        system: system ?? null,
        network: row.network,
        country: row.country,
        startedAt: row.createdAt.toISOString(),
        lastSeenAt: (row.lastSeenAt ?? row.createdAt).toISOString(),
      };
    })
    .sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
}
