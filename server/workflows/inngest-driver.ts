import { and, eq, sql } from "drizzle-orm";
import { workflowJobs } from "@/db/schema";
import { inWorkspace, type Loop, LostClaims, newId, type Runtime } from "@/server/kernel";
import type { Presence } from "./drivers";
import { type Claimed, claimJobs, giveBackClaims } from "./embedded/claim";
import { readEvent } from "./embedded/events";
import { isJob, loopName } from "./embedded/jobs";
import { pauseBefore } from "./embedded/protocol";
import type { Sdk } from "./sdk";

/** Events sent at once. */
const places = 16;

/**
 * Has an Inngest server carry workflows out: tells it the functions of this build and sends it the events that have been
 * committed, each at least once under an id of its own, by which the server knows it again.
 */
export class InngestDriver {
  readonly #holder = newId();
  readonly #lost = new LostClaims();
  #isRegistered = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly options: { sdk: Sdk; presence: Presence; serveUrl: string },
  ) {}

  loop(): Loop {
    return { name: loopName, idleMs: 500, runOnce: () => this.runOnce() };
  }

  async runOnce(): Promise<boolean> {
    await this.options.presence.say();
    if (!this.#isRegistered) await this.#register();
    await this.#lost.settle(() => giveBackClaims(this.runtime, this.#holder, []));
    return this.#lost.watch(() => this.#sendDue());
  }

  /** @returns whether there may be more */
  async #sendDue(): Promise<boolean> {
    const claimed = await claimJobs(this.runtime, this.#holder, { inHand: [], places, onlyKind: "event" });
    const sent = await Promise.allSettled(claimed.map((each) => this.#send(each)));
    // Not before all have ended: what is in hand would be given back.
    for (const each of sent) if (each.status === "rejected") throw each.reason;
    return claimed.length > 0;
  }

  /** @throws Error when the server does not take the functions; the loop tries again */
  async #register(): Promise<void> {
    const { sdk, serveUrl } = this.options;
    const answer = await sdk.handler(
      new Request(serveUrl, { method: "PUT", headers: { host: new URL(serveUrl).host } }),
    );
    if (!answer.ok)
      throw new Error(
        `The Inngest server did not take the functions: ${(await answer.text()).slice(0, 500)}`,
      );
    this.#isRegistered = true;
    const [left] = await this.runtime.worker
      .select({ count: sql<number>`count(*)::int` })
      .from(workflowJobs)
      .where(sql`${workflowJobs.kind} not in ('event', 'tick')`);
    if (left && left.count > 0)
      this.runtime.logger.warn(
        { jobs: left.count },
        "runs that the embedded executor has begun wait until it is the driver again",
      );
  }

  async #send(claimed: Claimed): Promise<void> {
    const { runtime, options } = this;
    const { workspaceId, runId, generation, attempts } = claimed;
    const isMine = and(isJob(claimed), eq(workflowJobs.generation, generation));
    try {
      const event = await inWorkspace({ workspace: { id: workspaceId } }, (tx) =>
        readEvent(tx, workspaceId, runId),
      );
      await options.sdk.send(event);
      await runtime.worker.delete(workflowJobs).where(isMine);
    } catch (error) {
      runtime.logger.warn({ ...claimed, error }, "an event could not be sent to the Inngest server");
      const dueAt = new Date(runtime.clock.now().getTime() + pauseBefore(attempts));
      await runtime.worker
        .update(workflowJobs)
        .set({ dueAt, attempts: attempts + 1, leaseUntil: null, leaseHolder: null })
        .where(isMine);
    }
  }
}
