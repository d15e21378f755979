import { LiveConnection } from "./live-connection";
import { type FromWorker, type LiveHint, type LiveState, openingHint, type ToWorker } from "./protocol";

type Listener = (hint: LiveHint) => void;

const hereMs = 45_000;

/** The page's end of the live stream of one workspace, whichever way it comes. */
export class LiveClient {
  readonly #listeners = new Set<Listener>();
  readonly #watchers = new Set<() => void>();
  #state: LiveState = "connecting";
  #retry: () => void = () => {};
  #close: () => void = () => {};

  constructor(private readonly slug: string) {}

  get state(): LiveState {
    return this.#state;
  }

  /** Opens the stream with the first listener and closes it after the last. */
  subscribe(listener: Listener): () => void {
    if (this.#listeners.size === 0) this.#open();
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#close();
    };
  }

  watchState(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  retry(): void {
    this.#retry();
  }

  #open(): void {
    const receiver = {
      onHint: (hint: LiveHint) => {
        for (const listener of this.#listeners) listener(hint);
      },
      onState: (state: LiveState) => {
        this.#state = state;
        for (const watcher of this.#watchers) watcher();
      },
    };
    const way = typeof SharedWorker === "undefined" ? openDirect : openShared;
    const { retry, close } = way(this.slug, receiver);
    this.#retry = retry;
    this.#close = close;
  }
}

type Receiver = { onHint(hint: LiveHint): void; onState(state: LiveState): void };
type Way = { retry(): void; close(): void };

function openDirect(slug: string, receiver: Receiver): Way {
  const connection = new LiveConnection(slug, {
    ...receiver,
    onReady: () => {
      if (connection.hasChangedSince(performance.timeOrigin)) receiver.onHint(openingHint);
    },
  });
  return { retry: () => connection.retry(), close: () => connection.stop() };
}

function openShared(slug: string, receiver: Receiver): Way {
  const worker = new SharedWorker(new URL("./live-worker.ts", import.meta.url), {
    type: "module",
    name: "santral-live",
  });
  const post = (message: ToWorker) => worker.port.postMessage(message);
  worker.port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === "hint") receiver.onHint(data.hint);
    else receiver.onState(data.state);
  };
  let fallback: Way | null = null;
  // A browser that has shared workers and refuses this one (a policy, private mode) still gets its stream.
  worker.onerror = () => {
    fallback ??= openDirect(slug, receiver);
  };
  // Nothing that a page shows is older than its opening.
  const join = () => post({ kind: "join", slug, since: performance.timeOrigin });
  const leave = () => post({ kind: "leave" });
  // A page kept for the back button hears nothing; it comes back as a new tab would.
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted) join();
  };
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", onShow);
  const here = setInterval(() => post({ kind: "here" }), hereMs);
  join();
  return {
    retry: () => (fallback ? fallback.retry() : post({ kind: "retry" })),
    close() {
      clearInterval(here);
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", onShow);
      leave();
      worker.port.close();
      fallback?.close();
    },
  };
}

const clients = new Map<string, LiveClient>();

/** The one client of a workspace in this page. */
export function getLiveClient(slug: string): LiveClient {
  const known = clients.get(slug);
  if (known) return known;
  const client = new LiveClient(slug);
  clients.set(slug, client);
  return client;
}
