import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { notificationSettings, notifications } from "@/db/schema";
import { type Ctx, emit, type Transaction } from "@/server/kernel";
import { mostUnread } from "./rules";

/** The acting member; policy lets nobody else reach the verbs that ask. */
export function actingMember(ctx: Ctx) {
  if (ctx.actor.kind !== "member") throw new Error(`A ${ctx.actor.kind} is told nothing.`);
  return ctx.actor;
}

/** A person's rows that are still so. */
export const ownOf = (ctx: Ctx, personId: string): SQL =>
  and(
    eq(notifications.workspaceId, ctx.workspace.id),
    eq(notifications.personId, personId),
    isNull(notifications.withdrawnAt),
  )!;

/** A person's rows that the panel shows. */
export const shownTo = (ctx: Ctx, personId: string): SQL => and(ownOf(ctx, personId), sql`in_panel`)!;

/** Counted no further than “99+” needs. */
export async function countOf(tx: Transaction, ctx: Ctx, personId: string): Promise<number> {
  const rows = await tx
    .select({ one: sql`1` })
    .from(notifications)
    .where(and(shownTo(ctx, personId), isNull(notifications.readAt)))
    .limit(mostUnread);
  return rows.length;
}

/** Panels of these members look again. */
export async function announce(tx: Transaction, ctx: Ctx, memberIds: readonly string[]): Promise<void> {
  for (const memberId of memberIds) await emit(tx, ctx, "notification/changed", { aggregateId: memberId });
}

/** What these people have changed of how they are told. */
export async function readSettings(tx: Transaction, ctx: Ctx, personIds: readonly string[]) {
  const rows = await tx
    .select()
    .from(notificationSettings)
    .where(
      and(
        eq(notificationSettings.workspaceId, ctx.workspace.id),
        inArray(notificationSettings.personId, [...personIds]),
      ),
    );
  return new Map(rows.map((row) => [row.personId, row]));
}
