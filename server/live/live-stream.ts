/** What a browser is told: something of this topic and id has changed; `version` lets it skip what it holds. */
export type StreamHint = { topic: string; id: string; version: number };

/** Why the server ended a stream; the browser says it or comes back. */
export type StreamEnd = "session_ended" | "membership_ended" | "role_changed" | "stopping";

/** More different changes than this in wait for a slow reader are told as one "look at everything again". */
export const maxPending = 200;
export const heartbeatMs = 15_000;
/** The pause that the browser's own reconnection would keep. */
const retryMs = 1_000;

const encoder = new TextEncoder();

/**
 * One browser's stream of server-sent events. What comes while the reader is busy waits here, the newest hint of each
 * thing only; past `maxPending` it becomes one `resync`, so that a slow reader costs no memory and misses nothing.
 */
export class LiveStream implements AsyncIterable<Uint8Array> {
  readonly #pending = new Map<string, StreamHint>();
  #needsResync = false;
  #end: StreamEnd | "gone" | null = null;
  #wake: (() => void) | null = null;

  /** @param quietMs how long nothing had changed when the stream began to listen: the browser tells it by what it holds */
  constructor(
    private readonly quietMs: number,
    private readonly onClose: () => void,
  ) {}

  push(hint: StreamHint): void {
    if (this.#needsResync || this.#end) return;
    this.#pending.set(`${hint.topic} ${hint.id}`, hint);
    if (this.#pending.size > maxPending) this.resync();
    else this.#wake?.();
  }

  /** Tells the reader that anything may have changed. */
  resync(): void {
    this.#pending.clear();
    this.#needsResync = true;
    this.#wake?.();
  }

  /** Ends the stream with its reason, or silently when the reader has gone. */
  end(reason: StreamEnd | "gone"): void {
    this.#end ??= reason;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      yield encoder.encode(`retry: ${retryMs}\n${toEvent("ready", { quietMs: Math.floor(this.quietMs) })}`);
      while (!this.#end) {
        const isWoken = await this.#pause();
        if (this.#end) break;
        yield encoder.encode(isWoken ? this.#take() : ": still here\n\n");
      }
      if (this.#end !== "gone") yield encoder.encode(toEvent("end", { reason: this.#end }));
    } finally {
      this.onClose();
    }
  }

  #take(): string {
    if (this.#needsResync) {
      this.#needsResync = false;
      return toEvent("resync", {});
    }
    let events = "";
    for (const hint of this.#pending.values()) events += toEvent("hint", hint);
    this.#pending.clear();
    return events;
  }

  /** Waits for news or the heartbeat. True for news. */
  #pause(): Promise<boolean> {
    if (this.#needsResync || this.#pending.size > 0 || this.#end) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(false), heartbeatMs);
      const done = (isWoken: boolean) => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(isWoken);
      };
      this.#wake = () => done(true);
    });
  }
}

function toEvent(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
