import { type Clock, systemClock } from "./clock";
import { watchClock } from "./clock-watch";
import { type Db, openDatabase, requireServingRole } from "./database";
import type { Env } from "./env";
import { ErrorCounts } from "./error-counts";
import { Limits } from "./limits";
import { LiveHub } from "./live";
import { createLogger, type Logger } from "./logger";
import { type Loop, LoopRunner } from "./loops";
import { createMetrics, type Metrics } from "./metrics";
import { createRelay, type EventRule } from "./relay";
import { StorageWatch } from "./storage-watch";

/**
 * Everything with state, created once per process. Next evaluates a module once per bundle (instrumentation, each
 * route), so module-level state would exist several times: this is reached only through `getRuntime()`.
 */
export type Runtime = {
  env: Env;
  clock: Clock;
  logger: Logger;
  /** What was logged as an error in the last day. */
  errors: ErrorCounts;
  /** Requests: santral_app. */
  app: Db;
  /** Claims across workspaces: santral_worker. */
  worker: Db;
  live: LiveHub;
  limits: Limits;
  metrics: Metrics;
  /** Whether there is space to accept anything. */
  storage: StorageWatch;
  startedAt: Date;
  /** What the start is still doing, in a few words; null when ready to serve. Health says it. */
  busyWith: string | null;
  /** State that a domain keeps in this process (a batcher, a cache), made on first use under its own key. */
  keep<T>(key: string, make: () => T): T;
  /** Starts a loop; its name is what `wake` takes. */
  startLoop(loop: Loop): void;
  /** Makes a loop look for work now. Without effect where it does not run. */
  wake(loop: string): void;
  loopErrors(): Record<string, string>;
  /** Counted by the test that there is one of each in a process. */
  describe(): { pools: number; loops: string[]; listeners: number; startedTimes: number };
  /** Runs at shutdown, last registered first, before the pools close. */
  onStop(work: () => Promise<void>): void;
  stop(): Promise<void>;
};

const runtimeKey = Symbol.for("santral.runtime");
const startsKey = Symbol.for("santral.runtime.starts");
type Holder = { [runtimeKey]?: Runtime; [startsKey]?: number };
const holder = globalThis as Holder;

/** @throws Error before `startRuntime` has run */
export function getRuntime(): Runtime {
  const runtime = holder[runtimeKey];
  if (!runtime) throw new Error("The runtime has not been started in this process.");
  return runtime;
}

export type RuntimeOptions = {
  env: Env;
  clock?: Clock;
  /** False in tests of verbs: no LISTEN connection, no loops. */
  isServing?: boolean;
  rules?: readonly EventRule[];
};

/**
 * Opens the pools and the LISTEN connection, starts the relay, and makes the runtime known.
 *
 * @throws Error when a runtime stands already, or the roles would not be bound by row security
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  if (holder[runtimeKey]) throw new Error("The runtime has been started already in this process.");
  const { env, clock = systemClock, isServing = true } = options;
  const errors = new ErrorCounts(clock);
  const logger = createLogger(env.logLevel, (message, error) => {
    errors.note(message, error);
    storage.note(error);
  });
  const app = openDatabase(env.databaseUrl, { max: 10, name: "santral-app" });
  const worker = openDatabase(env.databaseWorkerUrl, { max: 6, name: "santral-worker" });
  const live = new LiveHub(env.databaseDirectUrl, logger);
  const metrics = createMetrics();
  const storage = new StorageWatch({
    env,
    logger,
    metrics,
    onTurn: () => live.tellAll({ topic: "workspace/storage", version: 0 }),
  });
  const loops = new Map<string, LoopRunner>();
  const kept = new Map<string, unknown>();
  const stops: (() => Promise<void>)[] = [];

  const runtime: Runtime = {
    env,
    clock,
    logger,
    errors,
    app,
    worker,
    live,
    limits: new Limits(clock),
    metrics,
    storage,
    startedAt: clock.now(),
    busyWith: null,
    keep<T>(key: string, make: () => T): T {
      if (!kept.has(key)) kept.set(key, make());
      return kept.get(key) as T;
    },
    startLoop(loop) {
      if (loops.has(loop.name)) throw new Error(`The loop "${loop.name}" runs already.`);
      loops.set(loop.name, new LoopRunner(loop, logger));
    },
    wake: (name) => loops.get(name)?.wake(),
    loopErrors: () =>
      Object.fromEntries(
        [...loops].flatMap(([name, loop]) => (loop.lastError ? [[name, loop.lastError]] : [])),
      ),
    describe: () => ({
      pools: 2,
      loops: [...loops.keys()],
      listeners: isServing ? 1 : 0,
      startedTimes: holder[startsKey] ?? 0,
    }),
    onStop: (work) => void stops.push(work),
    async stop() {
      storage.stop();
      for (const work of stops.reverse()) await work();
      await Promise.all([...loops.values()].map((loop) => loop.stop()));
      await live.stop();
      await Promise.all([app.$client.end({ timeout: 5 }), worker.$client.end({ timeout: 5 })]);
      delete holder[runtimeKey];
    },
  };
  holder[startsKey] = (holder[startsKey] ?? 0) + 1;
  holder[runtimeKey] = runtime;

  await requireServingRole(app, "DATABASE_URL");
  await requireServingRole(worker, "DATABASE_WORKER_URL");
  if (isServing) {
    await storage.start();
    await live.start();
    runtime.startLoop(createRelay(runtime, options.rules ?? []));
    const endWatch = watchClock(runtime);
    runtime.onStop(async () => endWatch());
  }
  return runtime;
}
