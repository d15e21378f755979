import { type Actor, actorId, getRuntime, newId, type Transaction } from "@/server/kernel";
import type { EventData, EventType } from "./define";
import { keepEvent } from "./embedded/events";
import { askFor } from "./embedded/jobs";
import { bytesOf, limits } from "./embedded/limits";
import { EventInvalid, EventLoop, EventTooLarge } from "./errors";
import { currentRun } from "./running";

/**
 * Sends an event in the transaction that makes it true: it is carried out after the commit, once, or not at all.
 *
 * @param options.key the sender's own name for it; a second event of that name starts nothing
 * @returns the event's id, of the first one where it was sent before
 * @throws EventInvalid the payload is not of the event's form
 * @throws EventTooLarge
 * @throws EventLoop runs start one another by it without end
 */
export async function sendEvent<Data extends EventData>(
  tx: Transaction,
  sender: { workspace: { id: string }; actor: Actor },
  type: EventType<Data>,
  data: Data,
  options: { key?: string } = {},
): Promise<string> {
  const { name, version } = type;
  const read = type.data.safeParse(data);
  if (!read.success)
    throw new EventInvalid({
      name,
      version,
      issues: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    });
  const bytes = bytesOf(read.data);
  if (bytes > limits.eventBytes) throw new EventTooLarge({ name, bytes, maxBytes: limits.eventBytes });
  const chain = currentRun()?.chain ?? [];
  if (chain.length >= limits.chain) throw new EventLoop({ name, cycle: cycleOf(chain) });
  const now = getRuntime().clock.now();
  const event = {
    workspaceId: sender.workspace.id,
    id: newId(),
    name,
    version,
    data: read.data,
    key: options.key ?? newId(),
    actorKind: sender.actor.kind,
    actorId: actorId(sender.actor),
    chain: [...chain],
    occurredAt: now,
  };
  const { id, isNew } = await keepEvent(tx, event);
  if (isNew)
    await askFor(tx, { workspaceId: event.workspaceId, runId: id, step: "event", kind: "event", dueAt: now });
  return id;
}

/** The functions that come round, once each: from the last one's previous place in the chain on. */
function cycleOf(chain: readonly string[]): string[] {
  const last = chain.at(-1)!;
  const before = chain.lastIndexOf(last, -2);
  return chain.slice(Math.max(before, 0));
}
