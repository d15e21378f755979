import postgres from "postgres";
import type { Logger } from "./logger";
import { type LiveHint, liveChannel } from "./relay";

export type LiveListener = {
  onHint(hint: LiveHint): void;
  /** The LISTEN connection was away: anything may have changed. */
  onResync(): void;
};

/** The one LISTEN connection of this process, fanned out to the streams of each workspace. */
export class LiveHub {
  readonly #listeners = new Map<string, Set<LiveListener>>();
  /** When something of a workspace was heard last, whoever listened. */
  readonly #heardAt = new Map<string, number>();
  /** What came before is not known, or concerned everybody. */
  #heardOfAllAt = Number.POSITIVE_INFINITY;
  readonly #sql: postgres.Sql;

  constructor(
    directUrl: string,
    private readonly logger: Logger,
  ) {
    this.#sql = postgres(directUrl, {
      max: 1,
      connection: { application_name: "santral-listen" },
      connect_timeout: 5,
      // As in `openDatabase`: cut in its midst, it is a rejection that nobody can catch.
      fetch_types: false,
      onnotice: () => {},
      // Otherwise a longer outage is followed by up to twenty seconds without a hint.
      backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 1),
    });
  }

  async start(): Promise<void> {
    let isFirst = true;
    await this.#sql.listen(
      liveChannel,
      (payload) => this.#spread(payload),
      () => {
        this.#heardOfAllAt = performance.now();
        if (!isFirst) this.#resyncAll();
        isFirst = false;
      },
    );
  }

  /** Returns the function that ends the subscription. */
  subscribe(workspaceId: string, listener: LiveListener): () => void {
    const listeners = this.#listeners.get(workspaceId) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(workspaceId, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(workspaceId);
    };
  }

  /**
   * How long nothing of a workspace has changed for certain, in milliseconds: what was read within it is still true for
   * who listens from now on.
   */
  quietMs(workspaceId: string): number {
    const heardAt = Math.max(this.#heardAt.get(workspaceId) ?? 0, this.#heardOfAllAt);
    return Math.max(0, performance.now() - heardAt);
  }

  /** Something of the whole installation has changed, which no workspace's event says: each is told of itself. */
  tellAll(hint: Pick<LiveHint, "topic" | "version">): void {
    this.#heardOfAllAt = performance.now();
    for (const [workspaceId, listeners] of this.#listeners)
      for (const listener of listeners) listener.onHint({ ...hint, workspaceId, id: workspaceId });
  }

  async stop(): Promise<void> {
    await this.#sql.end({ timeout: 2 });
  }

  #spread(payload: string): void {
    try {
      const now = performance.now();
      for (const hint of JSON.parse(payload) as LiveHint[]) {
        this.#heardAt.set(hint.workspaceId, now);
        for (const listener of this.#listeners.get(hint.workspaceId) ?? []) listener.onHint(hint);
      }
    } catch (error) {
      this.logger.error({ error }, "a live notification could not be read");
    }
  }

  #resyncAll(): void {
    for (const listeners of this.#listeners.values()) for (const listener of listeners) listener.onResync();
  }
}
