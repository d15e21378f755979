import { sql } from "drizzle-orm";
import { auditLog, platformAudit } from "@/db/schema";
import { actorId, type Ctx } from "./context";
import { keyedHash } from "./crypto";
import type { Transaction } from "./database";
import { newId } from "./ids";
import type { OperatorCtx } from "./operator";
import { getRuntime } from "./runtime";

/** Fields whose values are personal: the audit keeps a keyed hash, never the value. */
const personalFields = new Set([
  "displayName",
  "customerName",
  "phone",
  "email",
  "text",
  "value",
  "chatId",
  "answer",
  "question",
]);
/** Never in the audit in any form. */
const secretFields = new Set(["tokenEncrypted", "secretEncrypted", "tokenHash", "key"]);

type Row = Record<string, unknown>;

/** Records who did what in the transaction that does it: only fields that changed, personal ones as keyed hashes. */
export async function recordAudit(
  tx: Transaction,
  ctx: Ctx,
  entry: { action: string; entity: string; before?: Row | undefined; after?: Row | undefined },
): Promise<void> {
  await tx.insert(auditLog).values({
    workspaceId: ctx.workspace.id,
    at: ctx.clock.now(),
    id: newId(),
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    action: entry.action,
    entityId: entry.entity,
    changes: changedFields(entry.before ?? {}, entry.after ?? {}),
    requestId: ctx.requestId,
  });
}

/**
 * Records what an operator did in the transaction that does it, in the platform's own audit: it outlives the workspace
 * that it concerns, and its members do not see it.
 */
export async function recordPlatformAudit(
  tx: Transaction,
  ctx: OperatorCtx,
  entry: {
    action: string;
    workspace?: { id: string; name: string };
    before?: Row | undefined;
    after?: Row | undefined;
  },
): Promise<void> {
  const { operatorId, name } = ctx.actor;
  await tx.execute(sql`select set_config('app.operator_id', ${operatorId}, true)`);
  await tx.insert(platformAudit).values({
    id: newId(),
    at: ctx.clock.now(),
    operatorId,
    operator: name,
    action: entry.action,
    workspaceId: entry.workspace?.id ?? null,
    workspaceName: entry.workspace?.name ?? null,
    changes: changedFields(entry.before ?? {}, entry.after ?? {}),
    requestId: ctx.requestId,
  });
}

function changedFields(before: Row, after: Row): Record<string, { before?: unknown; after?: unknown }> {
  const changes: Record<string, { before?: unknown; after?: unknown }> = {};
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (secretFields.has(field)) continue;
    const [old, fresh] = [auditValue(field, before[field]), auditValue(field, after[field])];
    if (JSON.stringify(old) !== JSON.stringify(fresh)) changes[field] = { before: old, after: fresh };
  }
  return changes;
}

function auditValue(field: string, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (typeof value === "bigint") return value.toString();
  return personalFields.has(field) ? keyedHash(getRuntime().env.secret, String(value)) : value;
}
