import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { DomainError, getRuntime, openMemberContext, refusal, requirePermission } from "@/server/kernel";
import { LiveStreams } from "./live-streams";

/**
 * `GET /api/live?workspace=<slug>`: server-sent events for a signed-in member. `ready {quietMs}` says that it listens from
 * now on and how long nothing had changed before, `hint {topic, id, version}` that something changed (ids only: the browser
 * fetches what it shows), `resync` that anything may have, `end {reason}` that the reader may read no more; a comment every
 * 15 seconds keeps proxies from closing it.
 */
export const liveCore: DoorCore = (request) => (request.path === "/api/live" ? openStream(request) : null);

async function openStream(request: DoorRequest): Promise<DoorResponse> {
  if (request.method !== "GET") {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED", message: "Only GET." } }, { allow: "GET" });
  }
  try {
    const ctx = await openMemberContext({ request, slug: request.query.get("workspace") ?? "" });
    requirePermission(ctx, "live.read");
    const { actor, session, workspace } = ctx;
    if (actor.kind !== "member") throw new Error("A member's context without a member.");
    const stream = getLiveStreams().open(
      { sessionId: session.sessionId, workspace, memberId: actor.memberId, role: actor.role },
      request.signal,
    );
    return {
      status: 200,
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        // A buffering proxy would hold the hints back.
        "x-accel-buffering": "no",
      },
      body: stream,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refusal(error);
  }
}

/** The streams of this process, made on the first one. */
export function getLiveStreams(): LiveStreams {
  const runtime = getRuntime();
  return runtime.keep("live-streams", () => {
    const streams = new LiveStreams(runtime);
    runtime.onStop(async () => streams.endAll("stopping"));
    return streams;
  });
}
