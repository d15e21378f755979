import { sql } from "drizzle-orm";
import { type LiveHint, liveChannel } from "./relay";
import { getRuntime } from "./runtime";

/**
 * Tells open panels something that is true for seconds and stored nowhere, such as who is typing. On its own, outside
 * every transaction: what must not be lost is an event (`emit`).
 */
export async function sendPassingHint(hint: LiveHint): Promise<void> {
  await getRuntime().worker.execute(sql`select pg_notify(${liveChannel}, ${JSON.stringify([hint])})`);
}
