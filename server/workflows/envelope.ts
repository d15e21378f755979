import { z } from "zod";
import { platformScope } from "@/server/kernel";
import type { WorkflowEvent } from "./define";
import { failedEvent } from "./registry";

/** What goes with every event's payload beside it: whose it is, who acted, which form, and what led to it. */
const EnvelopeSchema = z.looseObject({
  _santral: z.object({
    workspaceId: z.uuid(),
    version: z.number().int(),
    actor: z.object({ kind: z.string(), id: z.string().nullable() }),
    chain: z.array(z.string()),
  }),
});
type Envelope = z.infer<typeof EnvelopeSchema>;

/** The event of a cron's run; its payload is the protocol's. */
export const timerEvent = "inngest/scheduled.timer";

/** An event as the SDK hands it to a function. */
export type SdkEvent = { id?: string; name: string; data?: unknown };

/**
 * Whose an event is. A tick is the platform's; what follows a failure belongs to whom the failed run belonged.
 *
 * @throws Error when it does not say: without a workspace nothing may run
 */
function envelopeOf({ name, data }: SdkEvent): Envelope["_santral"] {
  const read = EnvelopeSchema.safeParse(data);
  if (read.success) return read.data._santral;
  if (name === timerEvent)
    return { workspaceId: platformScope, version: 1, actor: { kind: "system", id: "cron" }, chain: [] };
  const failed = FailureSchema.safeParse(data);
  if (name === failedEvent && failed.success) return envelopeOf(failed.data.event);
  throw new Error(`The event "${name}" names no workspace.`);
}

const FailureSchema = z.looseObject({ event: z.looseObject({ name: z.string(), data: z.unknown() }) });

/** The functions that led to an event. */
export const chainOf = (event: SdkEvent): string[] => envelopeOf(event).chain;

/** @throws Error when the event names no workspace */
export function toEvent(event: SdkEvent): WorkflowEvent {
  const { _santral, ...data } = (event.data ?? {}) as Record<string, unknown>;
  const { workspaceId, version, actor } = envelopeOf(event);
  return { id: event.id ?? "", name: event.name, data, version, workspaceId, actor };
}

/** An event as it is kept. */
export type KeptEvent = {
  workspaceId: string;
  id: string;
  name: string;
  data: unknown;
  version: number;
  actorKind: string;
  actorId: string | null;
  chain: string[];
  occurredAt: Date;
};

/** An event as functions and expressions see it: the protocol's form, with the envelope in its payload. */
export type SentEvent = { id: string; name: string; data: Envelope; ts: number };

export function toSentEvent(event: KeptEvent): SentEvent {
  const { workspaceId, id, name, data, version, actorKind, actorId, chain, occurredAt } = event;
  return {
    id,
    name,
    data: {
      ...(data as object),
      _santral: { workspaceId, version, actor: { kind: actorKind, id: actorId }, chain },
    },
    ts: occurredAt.getTime(),
  };
}

/** A condition on an event to come, for the workspace of the run alone. */
export function sameWorkspace(condition: { match?: string; if?: string }): string {
  const own = "event.data._santral.workspaceId == async.data._santral.workspaceId";
  const more = [
    condition.match && `event.${condition.match} == async.${condition.match}`,
    condition.if && `(${condition.if})`,
  ].filter(Boolean);
  return [own, ...more].join(" && ");
}
