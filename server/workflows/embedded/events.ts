import { and, eq, inArray } from "drizzle-orm";
import { workflowEvents } from "@/db/schema";
import type { Transaction } from "@/server/kernel";
import { type KeptEvent, type SentEvent, toSentEvent } from "../envelope";

/** Keeps an event, once for each key. @returns the id of the first one with that key */
export async function keepEvent(
  tx: Transaction,
  event: KeptEvent & { key: string },
): Promise<{ id: string; isNew: boolean }> {
  const [fresh] = await tx
    .insert(workflowEvents)
    .values(event)
    .onConflictDoNothing()
    .returning({ id: workflowEvents.id });
  if (fresh) return { id: fresh.id, isNew: true };
  const [known] = await tx
    .select({ id: workflowEvents.id })
    .from(workflowEvents)
    .where(
      and(
        eq(workflowEvents.workspaceId, event.workspaceId),
        eq(workflowEvents.name, event.name),
        eq(workflowEvents.key, event.key),
      ),
    );
  return { id: known!.id, isNew: false };
}

/** Events in the order of their ids' list. */
export async function readEvents(
  tx: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<SentEvent[]> {
  const rows = await tx
    .select()
    .from(workflowEvents)
    .where(and(eq(workflowEvents.workspaceId, workspaceId), inArray(workflowEvents.id, [...ids])));
  return ids.flatMap((id) => rows.filter((row) => row.id === id).map(toSentEvent));
}

/** @throws Error when it is not kept any more */
export async function readEvent(tx: Transaction, workspaceId: string, id: string): Promise<SentEvent> {
  const [event] = await readEvents(tx, workspaceId, [id]);
  if (!event) throw new Error(`The event ${id} is not kept any more.`);
  return event;
}
