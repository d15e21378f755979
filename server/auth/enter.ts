import { desc, isNotNull } from "drizzle-orm";
import { sessions } from "@/db/schema";
import {
  endSession,
  type HeaderSource,
  inPerson,
  listOwnWorkspaces,
  resolveSession,
  startSession,
} from "@/server/kernel";
import { recordHappening } from "./internal";

export type Entered = { personId: string; sessionId: string };

/** Signs a person in: a session of their own for this browser. The one that the browser had before ends. */
export async function enter(input: {
  personId: string;
  method: string;
  request: HeaderSource;
}): Promise<Entered> {
  const { personId, method, request } = input;
  const before = await resolveSession(request);
  if (before) await endSession(before, "replaced");
  const sessionId = await startSession({ personId, method, request });
  await inPerson(personId, (tx) => recordHappening(tx, personId, "signed-in", { request, detail: method }));
  return { personId, sessionId };
}

/** Where a person goes after signing in: their one workspace, the one that was open last, or the making of one. */
export async function findFirstPage(personId: string): Promise<string> {
  const workspaces = await listOwnWorkspaces(personId);
  if (workspaces.length === 0) return "/start";
  const used = await inPerson(personId, (tx) =>
    tx
      .select({ workspaceId: sessions.lastWorkspaceId })
      .from(sessions)
      .where(isNotNull(sessions.lastWorkspaceId))
      .orderBy(desc(sessions.lastSeenAt))
      .limit(20),
  );
  const last = used.flatMap(({ workspaceId }) => workspaces.find(({ id }) => id === workspaceId) ?? [])[0];
  return `/w/${(last ?? workspaces[0])?.slug}/conversations`;
}
