import { and, eq, lt, ne, sql } from "drizzle-orm";
import { workflowDrivers } from "@/db/schema";
import { newId, type Runtime } from "@/server/kernel";

export type DriverName = "embedded" | "inngest";

const sayEveryMs = 5_000;
/** A process that has not said so for this long is gone. */
const goneAfterMs = 30_000;
const forgetAfterMs = 86_400_000;

/**
 * Says every few seconds by whom this process has workflows carried out, and that nobody else does it otherwise: two
 * drivers over the same events would run everything twice.
 */
export class Presence {
  readonly #process = newId();
  readonly #startedAt: Date;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly runtime: Pick<Runtime, "worker" | "clock" | "onStop">,
    private readonly driver: DriverName,
  ) {
    this.#startedAt = runtime.clock.now();
    runtime.onStop(async () => {
      await runtime.worker.delete(workflowDrivers).where(eq(workflowDrivers.process, this.#process));
    });
  }

  /** @throws Error while a process that began earlier has another driver */
  async say(): Promise<void> {
    if (performance.now() - this.#saidAt < sayEveryMs) return;
    const { worker, clock } = this.runtime;
    const now = clock.now();
    const row = { process: this.#process, driver: this.driver, startedAt: this.#startedAt, seenAt: now };
    await worker
      .insert(workflowDrivers)
      .values(row)
      .onConflictDoUpdate({ target: workflowDrivers.process, set: { seenAt: now } });
    await worker
      .delete(workflowDrivers)
      .where(lt(workflowDrivers.seenAt, new Date(now.getTime() - forgetAfterMs)));
    const [other] = await worker
      .select({ driver: workflowDrivers.driver })
      .from(workflowDrivers)
      .where(
        and(
          ne(workflowDrivers.driver, this.driver),
          sql`${workflowDrivers.seenAt} > ${new Date(now.getTime() - goneAfterMs).toISOString()}::timestamptz`,
          sql`(${workflowDrivers.startedAt}, ${workflowDrivers.process}) <
            (${this.#startedAt.toISOString()}::timestamptz, ${this.#process}::uuid)`,
        ),
      )
      .limit(1);
    if (other)
      throw new Error(
        `Another process has workflows carried out by "${other.driver}", this one by "${this.driver}": set ` +
          "INNGEST_BASE_URL alike in all of them. Until then this one carries none out.",
      );
    this.#saidAt = performance.now();
  }
}
