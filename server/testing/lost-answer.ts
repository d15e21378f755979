import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Runtime } from "@/server/kernel";

/**
 * The runtime with a worker of whose statements the first one with this text is done and its answer lost, as when its
 * connection breaks in between.
 */
export function losingOneAnswer(runtime: Runtime, text: string): Runtime {
  let isLost = false;
  const { worker } = runtime;
  const lose = async <T>(statement: string, answer: Promise<T>): Promise<T> => {
    const answered = await answer;
    if (isLost || !statement.includes(text)) return answered;
    isLost = true;
    throw Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" });
  };
  const dialect = new PgDialect();
  const ask = worker.$client as unknown as (...query: unknown[]) => Promise<unknown>;
  const deaf: object = {
    execute: (query: SQL) => lose(dialect.sqlToQuery(query).sql, worker.execute(query)),
    $client: (strings: readonly string[], ...values: unknown[]) =>
      lose(strings.join(""), ask(strings, ...values)),
  };
  return { ...runtime, worker: Object.assign(Object.create(worker), deaf) as Runtime["worker"] };
}
