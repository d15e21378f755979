import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** First in every key of a workspace table: row security and every index begin with it. */
export const workspaceId = () => uuid("workspace_id").notNull();

/** A UUIDv7 made by the application (`newId`). */
export const id = () => uuid("id").notNull();

export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/**
 * A state is text with a CHECK, never an enum: under row security only leakproof operators reach an index,
 * and enum comparison is not one of them.
 */
export const state = <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
  text(name, { enum: values });

export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  return check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`);
}
