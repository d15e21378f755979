import { and, eq, inArray } from "drizzle-orm";
import { members, workspaces } from "@/db/schema";
import { inWorkspace, LimitReached, type MemberRole, type Runtime, type WorkspaceRef } from "@/server/kernel";
import { LiveStream, type StreamEnd } from "./live-stream";
import { toStreamHint } from "./stream-hint";

/** Who reads a stream, as it was when the stream was opened. */
export type StreamReader = {
  sessionId: string;
  workspace: WorkspaceRef;
  memberId: string;
  role: MemberRole;
};

type OpenStream = { reader: StreamReader; stream: LiveStream };

/** Tabs share one stream; a browser without shared workers has one a tab. */
export const maxStreamsPerSession = 8;
/** A revoked session is noticed within this; nothing announces it, since a session belongs to no workspace. */
const sessionCheckMs = 1_000;
/** Roles and removals are announced, and looked at this often in case an announcement was lost. */
const memberCheckMs = 10_000;
/** After these nobody works in a workspace. */
const endsWork = new Set(["workspace/deleted", "workspace/suspended"]);

/** The open streams of this process, and the watch that ends those whose reader may read no more. */
export class LiveStreams {
  readonly #open = new Set<OpenStream>();
  #timer: NodeJS.Timeout | null = null;
  #isChecking = false;
  #lastMemberCheck = 0;

  constructor(private readonly runtime: Pick<Runtime, "app" | "clock" | "live" | "logger">) {}

  get size(): number {
    return this.#open.size;
  }

  /** @throws LimitReached this session has as many streams as one may have */
  open(reader: StreamReader, signal: AbortSignal): LiveStream {
    let own = 0;
    for (const open of this.#open) if (open.reader.sessionId === reader.sessionId) own += 1;
    if (own >= maxStreamsPerSession) throw new LimitReached("live streams", 5);

    const stream = new LiveStream(this.runtime.live.quietMs(reader.workspace.id), () => close());
    const entry = { reader, stream };
    const unsubscribe = this.runtime.live.subscribe(reader.workspace.id, {
      onHint: (hint) => {
        if (hint.topic.startsWith("member/") || endsWork.has(hint.topic)) void this.#checkMembers([entry]);
        stream.push(toStreamHint(hint));
      },
      onResync: () => {
        void this.#checkMembers([entry]);
        stream.resync();
      },
    });
    const onGone = () => {
      stream.end("gone");
      close();
    };
    const close = () => {
      signal.removeEventListener("abort", onGone);
      unsubscribe();
      this.#open.delete(entry);
      if (this.#open.size === 0) this.#stopWatching();
    };
    signal.addEventListener("abort", onGone);
    this.#open.add(entry);
    this.#watch();
    if (signal.aborted) onGone();
    return stream;
  }

  endAll(reason: StreamEnd): void {
    for (const { stream } of this.#open) stream.end(reason);
    this.#stopWatching();
  }

  #watch(): void {
    if (this.#timer) return;
    this.#lastMemberCheck = performance.now();
    this.#timer = setInterval(() => void this.#check(), sessionCheckMs);
    this.#timer.unref();
  }

  #stopWatching(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #check(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    try {
      await this.#checkSessions();
      if (performance.now() - this.#lastMemberCheck >= memberCheckMs) {
        this.#lastMemberCheck = performance.now();
        await this.#checkMembers([...this.#open]);
      }
    } catch (error) {
      // While the database is away there is nothing to tell either; the next round decides.
      this.runtime.logger.warn({ error }, "live streams could not be checked");
    } finally {
      this.#isChecking = false;
    }
  }

  /** One statement for all streams of the process. */
  async #checkSessions(): Promise<void> {
    const ids = [...new Set([...this.#open].map((open) => open.reader.sessionId))];
    const now = this.runtime.clock.now().toISOString();
    const rows = await this.runtime.app.$client<{ id: string }[]>`
      select s.id from unnest(${`{${ids.join(",")}}`}::text::uuid[]) as s(id)
      cross join lateral resolve_session(s.id, ${now}::timestamptz) r where r.person_id is not null`;
    const alive = new Set(rows.map((row) => row.id));
    for (const { reader, stream } of this.#open) {
      if (ids.includes(reader.sessionId) && !alive.has(reader.sessionId)) stream.end("session_ended");
    }
  }

  async #checkMembers(open: readonly OpenStream[]): Promise<void> {
    const byWorkspace = Map.groupBy(open, (entry) => entry.reader.workspace);
    try {
      for (const [workspace, entries] of byWorkspace) {
        const now = await this.#readRoles(workspace, [
          ...new Set(entries.map((entry) => entry.reader.memberId)),
        ]);
        for (const { reader, stream } of entries) {
          const member = now.get(reader.memberId);
          if (!member || member.removedAt || member.deletedAt || member.suspendedAt)
            stream.end("membership_ended");
          else if (member.role !== reader.role) stream.end("role_changed");
        }
      }
    } catch (error) {
      this.runtime.logger.warn({ error }, "members of live streams could not be checked");
      // Looked at again in the next round rather than in ten seconds.
      this.#lastMemberCheck = Number.NEGATIVE_INFINITY;
    }
  }

  async #readRoles(workspace: WorkspaceRef, memberIds: string[]) {
    const rows = await inWorkspace({ workspace }, (tx) =>
      tx
        .select({
          id: members.id,
          role: members.role,
          removedAt: members.removedAt,
          deletedAt: workspaces.deletedAt,
          suspendedAt: workspaces.suspendedAt,
        })
        .from(members)
        .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
        .where(and(eq(members.workspaceId, workspace.id), inArray(members.id, memberIds))),
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
