import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { newId, type Transaction } from "@/server/kernel";
import type { Concurrency } from "../define";
import type { SentEvent } from "../envelope";
import type { Registered } from "../registry";
import { compile } from "./expression";
import type { Slots } from "./jobs";
import { durationMs } from "./protocol";

type Tells = { now: Date; tell(message: string, fields: object): void };

/** Keys are short in their index, and tell nothing of what an event holds. */
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** The value of a key's expression; of one that cannot be evaluated the same for all, and it is told. */
export function keyValue(
  registered: Registered,
  key: string | undefined,
  event: SentEvent,
  { tell }: Pick<Tells, "tell">,
): string {
  if (key === undefined) return "";
  try {
    return hashOf(JSON.stringify(compile(key).evaluate({ event }) ?? null));
  } catch (error) {
    tell("an expression could not be evaluated", { functionId: registered.id, expression: key, error });
    return "";
  }
}

/** What a run's calls share with others'. */
export function slotsOf(registered: Registered, event: SentEvent, at: Pick<Tells, "tell">): Partial<Slots> {
  const { concurrency } = registered.workflow;
  if (concurrency === undefined) return {};
  const limits: readonly Concurrency[] =
    typeof concurrency === "number" ? [{ limit: concurrency }] : [concurrency].flat();
  const { workspaceId } = event.data._santral;
  const [first, second] = limits.map(({ key, scope = "fn", limit }) => {
    const value = keyValue(registered, key, event, at);
    const owner = { fn: `${workspaceId} ${registered.id}`, env: workspaceId, account: "" }[scope];
    return { limit, slot: hashOf(`${scope} ${owner} ${scope === "fn" ? "" : key} ${value}`) };
  });
  return {
    slot: first?.slot,
    slotLimit: first?.limit,
    secondSlot: second?.slot,
    secondSlotLimit: second?.limit,
  };
}

const largestPriorityS = 600;

export function priorityOf(registered: Registered, event: SentEvent, { tell }: Pick<Tells, "tell">): number {
  const expression = registered.workflow.priority?.run;
  if (!expression) return 0;
  try {
    const seconds = Number(compile(expression).evaluate({ event }));
    return Number.isFinite(seconds)
      ? Math.round(Math.min(Math.max(seconds, -largestPriorityS), largestPriorityS))
      : 0;
  } catch (error) {
    tell("an expression could not be evaluated", { functionId: registered.id, expression, error });
    return 0;
  }
}

export const singletonKeyOf = (
  registered: Registered,
  event: SentEvent,
  at: Pick<Tells, "tell">,
): string | null => {
  const { singleton } = registered.workflow;
  return singleton ? keyValue(registered, singleton.key, event, at) : null;
};

/** Events of one key that came before in a day: this one starts nothing. */
const idempotencyMs = 86_400_000;

export async function isRepeated(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  at: Tells,
): Promise<boolean> {
  const { idempotency } = registered.workflow;
  if (idempotency === undefined) return false;
  const key = keyValue(registered, idempotency, event, at);
  const until = new Date(at.now.getTime() + idempotencyMs);
  const taken = await tx.execute(sql`
    insert into workflow_keys as k (workspace_id, function_id, kind, key, id, until)
    values (${event.data._santral.workspaceId}::uuid, ${registered.id}, 'idempotency', ${key}, ${newId()}::uuid,
      ${until.toISOString()}::timestamptz)
    on conflict (workspace_id, function_id, kind, key) do update set until = excluded.until
      where k.until <= ${at.now.toISOString()}::timestamptz
    returning 1`);
  return taken.length === 0;
}

/**
 * Takes a place in a rate (the generic cell rate algorithm): places come back evenly over the period, and up to `burst`
 * of them lie ready.
 *
 * @param mayWait whether to take the next place that comes, or none when none is ready
 * @returns the moment of the place; undefined when none is ready
 */
async function takePlace(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  rate: { kind: "rate-limit" | "throttle"; limit: number; period: string; key?: string; burst: number },
  at: Tells,
  mayWait: boolean,
): Promise<Date | undefined> {
  const key = keyValue(registered, rate.key, event, at);
  // The registry has refused what is no duration.
  const intervalMs = durationMs(rate.period)! / rate.limit;
  const readyMs = intervalMs * rate.burst;
  const now = sql`${at.now.toISOString()}::timestamptz`;
  const interval = sql`make_interval(secs => ${intervalMs / 1_000})`;
  const ready = sql`make_interval(secs => ${readyMs / 1_000})`;
  const [row] = await tx.execute<{ until: string }>(sql`
    insert into workflow_keys as k (workspace_id, function_id, kind, key, id, until)
    values (${event.data._santral.workspaceId}::uuid, ${registered.id}, ${rate.kind}, ${key}, ${newId()}::uuid,
      ${now} + ${interval})
    on conflict (workspace_id, function_id, kind, key) do update set until = greatest(k.until, ${now}) + ${interval}
      where ${mayWait} or greatest(k.until, ${now}) + ${interval} <= ${now} + ${ready}
    returning until`);
  return row && new Date(Math.max(at.now.getTime(), new Date(row.until).getTime() - readyMs));
}

/** Whether more of these came than the function takes. */
export async function isTooMany(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  at: Tells,
): Promise<boolean> {
  const { rateLimit } = registered.workflow;
  if (!rateLimit) return false;
  const rate = { ...rateLimit, kind: "rate-limit" as const, burst: rateLimit.limit };
  return (await takePlace(tx, registered, event, rate, at, false)) === undefined;
}

/** When a run may begin: now, or at the next place of its throttle. */
export async function delayOf(
  tx: Transaction,
  registered: Registered,
  event: SentEvent,
  at: Tells,
): Promise<Date> {
  const { throttle } = registered.workflow;
  if (!throttle) return at.now;
  const rate = { ...throttle, kind: "throttle" as const, burst: throttle.burst ?? 1 };
  return (await takePlace(tx, registered, event, rate, at, true)) ?? at.now;
}
