import type { SQL } from "drizzle-orm";
import { askAgain } from "./database";
import { getRuntime } from "./runtime";

/**
 * Asks one of the database's `resolve_…` functions, which tell whose something is before the scope of anybody is opened.
 *
 * @returns its rows
 * @throws DatabaseAway
 */
export const lookUp = <Row extends Record<string, unknown>>(query: SQL) =>
  askAgain(() => getRuntime().app.execute<Row>(query));
