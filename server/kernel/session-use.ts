import { and, eq, isNull, sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { sessions } from "@/db/schema";
import { platformScope } from "./later-jobs";
import { runLater } from "./run-later";
import { getRuntime } from "./runtime";
import { countryOf, type HeaderSource, networkOf, shownNetwork } from "./sender";
import type { Session } from "./session";
import { inPerson } from "./transaction";

/** Asked for when a session turned up in another browser; its subject is `person/session`. `server/auth` tells the person. */
export const strangeBrowserJob = "auth/strange-browser";

/** When and where a session was used is written down this often at the most, and when the workspace changes. */
const noteEveryMs = 120_000;

type Noted = { at: number; workspaceId: string | null };

const notes = () => getRuntime().keep("session-notes", () => new LRUCache<string, Noted>({ max: 20_000 }));

/** Remembers that a session is used now, and which workspace is open. Never waited for, and never a reason to fail. */
export function noteUse(session: Session, request: HeaderSource, workspaceId: string | null = null): void {
  const { clock, logger } = getRuntime();
  const now = clock.now();
  const last = notes().get(session.sessionId);
  const isMoved = workspaceId !== null && last?.workspaceId !== workspaceId;
  if (last && !isMoved && now.getTime() - last.at < noteEveryMs) return;
  notes().set(session.sessionId, {
    at: now.getTime(),
    workspaceId: workspaceId ?? last?.workspaceId ?? null,
  });
  const place = { network: shownNetwork(networkOf(request)), country: countryOf(request) ?? null };
  inPerson(session.personId, (tx) =>
    tx
      .update(sessions)
      .set({ lastSeenAt: now, ...place, ...(workspaceId && { lastWorkspaceId: workspaceId }) })
      .where(eq(sessions.id, session.sessionId)),
  ).catch((error) => logger.warn({ error }, "the use of a session was not written down"));
}

/** A session of another browser: ended for good, and its person is told by mail. */
export async function endStrangeSession(session: Session): Promise<void> {
  const { clock } = getRuntime();
  const now = clock.now();
  await inPerson(session.personId, async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: now, endReason: "other_browser" })
      .where(and(eq(sessions.id, session.sessionId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (ended.length === 0) return;
    await tx.execute(sql`select set_config('app.workspace_id', ${platformScope}, true)`);
    await runLater(tx, {
      workspaceId: platformScope,
      kind: strangeBrowserJob,
      subject: `${session.personId}/${session.sessionId}`,
      dueAt: now,
    });
  });
  getRuntime().wake("later");
}
