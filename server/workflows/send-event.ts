import { type Actor, getRuntime, newId, type Transaction } from "@/server/kernel";
import type { EventType } from "./define";
import { bytesOf, limits } from "./embedded/limits";
import { startRuns } from "./embedded/runs";
import { EventInvalid, EventTooLarge } from "./errors";
import type { Registry } from "./registry";

const registryKey = "workflow-registry";

/** Makes the functions of this build known to whoever sends events in this process. */
export function keepRegistry(registry: Registry): void {
  getRuntime().keep(registryKey, () => registry);
}

/**
 * Sends an event in the transaction that makes it true: its runs start with the commit, once each, or not at all.
 *
 * @param options.key the sender's own name for it; a second event of that name starts nothing
 * @returns the event's id, of the first one where it was sent before
 * @throws EventInvalid the payload is not of the event's form
 * @throws EventTooLarge
 */
export async function sendEvent<Data>(
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
  const runtime = getRuntime();
  const registry = runtime.keep<Registry>(registryKey, () => {
    throw new Error("No workflows are known in this process.");
  });
  return startRuns(tx, registry.startedBy(name), {
    workspaceId: sender.workspace.id,
    key: options.key ?? newId(),
    name,
    version,
    data: read.data,
    now: runtime.clock.now(),
  });
}
