import { outbox } from "@/db/schema";
import { actorId, type Ctx } from "./context";
import type { Transaction } from "./database";
import { newId } from "./ids";
import { wakeAfterCommit } from "./wakes";

/** What has happened, as consumers see it. It is its ids: consumers read the rows they need. */
export type DomainEvent = {
  id: string;
  workspaceId: string;
  name: string;
  aggregateId: string;
  /** Version of the aggregate after the event; 0 where it has none. */
  version: number;
  actor: { kind: string; id: string | null };
  schemaVersion: number;
  occurredAt: Date;
};

/**
 * Appends an event to the outbox in the transaction that makes it true; the relay hands it on after the commit.
 */
export async function emit(
  tx: Transaction,
  ctx: Pick<Ctx, "actor" | "clock"> & { workspace: Pick<Ctx["workspace"], "id"> },
  name: string,
  event: { aggregateId: string; version?: number },
): Promise<void> {
  const now = ctx.clock.now();
  await tx.insert(outbox).values({
    workspaceId: ctx.workspace.id,
    id: newId(),
    name,
    aggregateId: event.aggregateId,
    version: event.version ?? 0,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    occurredAt: now,
    dueAt: now,
  });
  wakeAfterCommit(tx, "relay");
}
