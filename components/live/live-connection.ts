import { createEventParser, type ServerEvent } from "./event-parser";
import { type LiveHint, type LiveState, nowMs, resyncHint } from "./protocol";

/** The server says something every 15 seconds; a silence this long means that the line is dead. */
const silenceMs = 40_000;
const firstPauseMs = 500;
const longestPauseMs = 15_000;

type Listener = {
  onHint(hint: LiveHint): void;
  onState(state: LiveState): void;
  /** Listening has begun for the first time. */
  onReady(): void;
};

/**
 * One stream of hints, kept open: made again with growing pauses when it is lost, and everything is declared old after
 * each new start, since what happened in between is not told. After the first one `hasChangedSince` tells who holds
 * something older. Fetch rather than EventSource, which does not say why a connection was refused. Runs in a shared
 * worker or, where there is none, in the page.
 */
export class LiveConnection {
  #state: LiveState = "connecting";
  #controller: AbortController | null = null;
  #pause: { timer: ReturnType<typeof setTimeout>; resume: () => void } | null = null;
  #hasBeenOpen = false;
  #changedAt = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  constructor(
    private readonly slug: string,
    private readonly listener: Listener,
  ) {
    void this.#run();
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Whether something may have changed since then (of `nowMs`), once listening has begun. */
  hasChangedSince(at: number): boolean {
    return this.#hasBeenOpen && this.#changedAt >= at;
  }

  /** Tries now instead of at the end of the pause; also after `ended`. */
  retry(): void {
    if (this.#state === "ended" && !this.#isStopped) {
      this.#become("away");
      void this.#run();
    } else this.#pause?.resume();
  }

  stop(): void {
    this.#isStopped = true;
    this.#controller?.abort();
    this.#pause?.resume();
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      const outcome = await this.#stream();
      if (this.#isStopped) return;
      if (outcome === "refused") return this.#become("ended");
      failures = outcome === "lost" ? 0 : failures + 1;
      if (this.#hasBeenOpen || failures > 1) this.#become("away");
      await this.#wait(failures);
    }
  }

  /** `lost` after it had been open, `failed` when it never was, `refused` when trying again would not help. */
  async #stream(): Promise<"lost" | "failed" | "refused"> {
    const controller = new AbortController();
    this.#controller = controller;
    let watchdog = setTimeout(() => controller.abort(), silenceMs);
    let isOpen = false;
    let isRefused = false;
    const read = createEventParser((event) => {
      if (event.name === "ready") isOpen = this.#onReady(event);
      else if (event.name === "end") isRefused = mayNotComeBack(event);
      else this.#onEvent(event);
    });
    try {
      const response = await fetch(`/api/live?workspace=${encodeURIComponent(this.slug)}`, {
        signal: controller.signal,
        headers: { accept: "text/event-stream" },
        cache: "no-store",
      });
      if ([401, 403, 404].includes(response.status)) return "refused";
      if (!response.ok || !response.body) return "failed";
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => controller.abort(), silenceMs);
        read(decoder.decode(value, { stream: true }));
      }
    } catch {
      // A lost connection or our own abort: both are answered by another try.
    } finally {
      clearTimeout(watchdog);
      controller.abort();
    }
    if (isRefused) return "refused";
    return isOpen ? "lost" : "failed";
  }

  #onReady({ data }: ServerEvent): true {
    const { quietMs } = JSON.parse(data) as { quietMs: number };
    this.#changedAt = Math.max(this.#changedAt, nowMs() - quietMs);
    const isAgain = this.#hasBeenOpen;
    this.#hasBeenOpen = true;
    this.#become("open");
    if (isAgain) this.#tell(resyncHint);
    else this.listener.onReady();
    return true;
  }

  #onEvent({ name, data }: ServerEvent): void {
    if (name === "hint") this.#tell(JSON.parse(data) as LiveHint);
    else if (name === "resync") this.#tell(resyncHint);
  }

  #tell(hint: LiveHint): void {
    this.#changedAt = nowMs();
    this.listener.onHint(hint);
  }

  #become(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.listener.onState(state);
  }

  /** Longer after every failure, and never the same for all browsers that lost the server at one moment. */
  #wait(failures: number): Promise<void> {
    const pauseMs = Math.min(firstPauseMs * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(this.#pause?.timer);
        this.#pause = null;
        resolve();
      };
      this.#pause = { timer: setTimeout(done, pauseMs), resume: done };
    });
  }
}

/** A changed role or a stopping server is a reason to come back, a lost session or membership is not. */
function mayNotComeBack({ data }: ServerEvent): boolean {
  const { reason } = JSON.parse(data) as { reason?: string };
  return reason === "session_ended" || reason === "membership_ended";
}
