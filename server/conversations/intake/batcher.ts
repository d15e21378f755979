import {
  DatabaseAway,
  getRuntime,
  isDatabaseAway,
  isDataError,
  LimitReached,
  type Runtime,
} from "@/server/kernel";
import { type IntakeRow, toRejectedRow } from "./intake-row";

const maxBatch = 100;
const maxInFlight = 2;
/** So many rows are worth a transaction of their own beside another one. */
const minBeside = 4;
/** Beyond this the platform is asked to come back: it keeps the updates, memory does not. */
const maxWaiting = 5_000;

/** What became of a row: kept with all that follows from it, or only noted because the database cannot hold it. */
type StoreOutcome = "stored" | "rejected";

type Waiting = {
  row: IntakeRow;
  resolve: (outcome: StoreOutcome) => void;
  reject: (error: unknown) => void;
};

/**
 * Group commit: what arrives while a batch is in flight becomes the next batch. No timer, at most 100 rows a batch,
 * two in flight. `store` resolves when the row's transaction has committed.
 */
export class IntakeBatcher {
  #waiting: Waiting[] = [];
  /** Chats of the batches in flight: their next messages wait, so that a chat keeps its order. */
  readonly #busyChats = new Set<string>();
  #inFlight = 0;
  #rowsInFlight = 0;
  #isPumpDue = false;
  #idle: (() => void) | null = null;

  constructor(private readonly runtime: Pick<Runtime, "app" | "clock" | "logger" | "metrics" | "wake">) {}

  /**
   * @throws DatabaseAway nothing was stored; the platform should deliver again
   * @throws LimitReached more is waiting than memory should hold
   */
  store(row: IntakeRow): Promise<StoreOutcome> {
    if (this.#waiting.length >= maxWaiting) return Promise.reject(new LimitReached("updates waiting", 2));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, resolve, reject });
      if (this.#isPumpDue) return;
      this.#isPumpDue = true;
      // After everything that has arrived in this turn of the event loop.
      setImmediate(() => this.#pump());
    });
  }

  /** Resolves when nothing is in flight or waiting. */
  async drain(): Promise<void> {
    if (this.#inFlight === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  /**
   * Starts batches. A second one goes beside the first only when it is worth its transaction (some rows wait, and at
   * least half as many as are in flight), otherwise the few that came early would keep one connection busy with tiny
   * commits.
   */
  #pump(): void {
    this.#isPumpDue = false;
    while (
      this.#waiting.length > 0 &&
      (this.#inFlight === 0 ||
        (this.#inFlight < maxInFlight && this.#waiting.length >= Math.max(minBeside, this.#rowsInFlight / 2)))
    ) {
      const batch = this.#take();
      if (batch.length === 0) return;
      void this.#run(batch);
    }
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    this.#inFlight += 1;
    this.#rowsInFlight += batch.length;
    this.runtime.metrics.batchSize.observe(batch.length);
    await this.#storeBatch(batch);
    for (const { row } of batch) this.#busyChats.delete(chatOf(row));
    this.#inFlight -= 1;
    this.#rowsInFlight -= batch.length;
    this.#pump();
    if (this.#inFlight === 0) this.#idle?.();
  }

  /** The next rows, at most a batch, whose chats are not in flight. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const held: Waiting[] = [];
    let next = 0;
    for (; next < this.#waiting.length && batch.length < maxBatch; next += 1) {
      const waiting = this.#waiting[next]!;
      (this.#busyChats.has(chatOf(waiting.row)) ? held : batch).push(waiting);
    }
    this.#waiting = [...held, ...this.#waiting.slice(next)];
    for (const { row } of batch) this.#busyChats.add(chatOf(row));
    return batch;
  }

  async #storeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#ingest(batch.map((waiting) => waiting.row));
      for (const waiting of batch) waiting.resolve("stored");
    } catch (error) {
      if (isDatabaseAway(error)) {
        for (const waiting of batch) waiting.reject(new DatabaseAway(error));
        return;
      }
      for (const waiting of batch) await this.#storeAlone(waiting);
    }
  }

  /** After a failed batch: each row alone, so that a poisoned one is found and the others are kept. */
  async #storeAlone({ row, resolve, reject }: Waiting): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#ingest([row]);
        return resolve("stored");
      } catch (error) {
        if (isDatabaseAway(error)) return reject(new DatabaseAway(error));
        if (isDataError(error) && attempt > 1) return this.#storeRejected({ row, resolve, reject }, error);
        // A conflict with another batch (a re-opened conversation, a deadlock) is gone at the second look.
        if (attempt >= 3) {
          this.runtime.logger.error(
            { workspaceId: row.workspace_id, channelId: row.channel_id, error },
            "an update could not be stored",
          );
          return reject(new DatabaseAway(error));
        }
      }
    }
  }

  async #storeRejected({ row, resolve, reject }: Waiting, cause: unknown): Promise<void> {
    this.runtime.logger.warn(
      { workspaceId: row.workspace_id, channelId: row.channel_id, updateId: row.update_id, error: cause },
      "an update was rejected",
    );
    try {
      await this.#ingest([toRejectedRow(row, "data_error")]);
      resolve("rejected");
    } catch (error) {
      reject(new DatabaseAway(error));
    }
  }

  async #ingest(rows: readonly IntakeRow[]): Promise<void> {
    const [stored] = await this.runtime.app.$client<{ fresh_count: number; agent_count: number }[]>`
      select fresh_count, agent_count from ingest_updates(${JSON.stringify(rows)}::text::jsonb, ${this.runtime.clock.now().toISOString()}::timestamptz)`;
    if (!stored || stored.fresh_count === 0) return;
    this.runtime.wake("relay");
    if (stored.agent_count > 0) this.runtime.wake("agent");
    if (rows.some((row) => row.file_id)) this.runtime.wake("later");
  }
}

const chatOf = (row: IntakeRow) => `${row.channel_id} ${row.chat_id ?? row.update_id}`;

/** The one batcher of this process. */
export function getIntakeBatcher(): IntakeBatcher {
  const runtime = getRuntime();
  return runtime.keep("intake-batcher", () => new IntakeBatcher(runtime));
}
