import { sql } from "drizzle-orm";
import packageJson from "@/package.json";
import { backupHealth } from "@/server/backups";
import { getRuntime, type StorageState } from "@/server/kernel";
import { mailHealth } from "@/server/mail";

export type Health = {
  isReady: boolean;
  /** Why not, a sentence each. */
  reasons: string[];
  at: Date;
  uptimeS: number;
  version: string;
  isSandboxOn: boolean;
  database: "ok" | "away";
  /** Off in a process that carries out workflows only. */
  dispatcher: "ok" | "stopped" | "failing" | "off";
  mail: "ok" | "off" | "failing";
  /** Of the schedule; a failing one does not make the process unready. */
  backup: "ok" | "off" | "failing";
  /** `full`: nothing that needs space is accepted. What is there is served, so the process stays ready. */
  storage: StorageState;
  parts: {
    name: "app" | "database" | "dispatcher" | "mail" | "backup" | "storage";
    state: PartState | StorageState;
  }[];
};
type PartState = "ok" | "away" | "stopped" | "failing" | "off" | "starting";

/** Whether this process is ready to serve, part by part. Waits two seconds for the database at the most. */
export async function readHealth(): Promise<Health> {
  const { app, worker, env, clock, startedAt, busyWith, loopErrors, ...runtime } = getRuntime();
  const errors = loopErrors();
  const { loops } = runtime.describe();
  const storage = runtime.storage.state;
  const database = await probe(async () => {
    await Promise.all([app.execute(sql`select 1`), worker.execute(sql`select 1`)]);
  });
  const dispatcher = loops.includes("dispatcher")
    ? errors.dispatcher
      ? "failing"
      : "ok"
    : env.worker === "only"
      ? "off"
      : "stopped";
  const mail = loops.includes("mail") && errors.mail ? "failing" : mailHealth();
  const backup = await backupHealth();
  const reasons = [
    ...(busyWith ? [`Starting: ${busyWith}.`] : []),
    ...(database === "ok" ? [] : ["The database does not answer."]),
    ...(dispatcher === "ok" || dispatcher === "off" ? [] : [`The dispatcher is ${dispatcher}.`]),
  ];
  const at = clock.now();
  return {
    isReady: reasons.length === 0,
    reasons,
    at,
    uptimeS: Math.max(0, Math.round((at.getTime() - startedAt.getTime()) / 1_000)),
    version: packageJson.version,
    isSandboxOn: env.isSandboxOn,
    database,
    dispatcher,
    mail,
    backup,
    storage,
    parts: [
      { name: "app", state: busyWith ? "starting" : "ok" },
      { name: "database", state: database },
      { name: "dispatcher", state: dispatcher },
      { name: "mail", state: mail },
      { name: "backup", state: backup },
      { name: "storage", state: storage },
    ],
  };
}

async function probe(work: () => Promise<unknown>): Promise<"ok" | "away"> {
  const timeout = new Promise<"away">((resolve) => setTimeout(resolve, 2_000, "away").unref());
  return Promise.race([
    work().then(
      () => "ok" as const,
      () => "away" as const,
    ),
    timeout,
  ]);
}

/** What this process has done since it started, from its own counters. */
export async function countSinceStart(): Promise<{
  received: number;
  sent: number;
  mails: number;
  streams: number;
}> {
  const { metrics } = getRuntime();
  const [updates, deliveries, mails, streams] = await Promise.all(
    [metrics.updates, metrics.deliveries, metrics.mails, metrics.liveStreams].map((one) => one.get()),
  );
  const sum = (of: typeof updates, isCounted: (labels: Record<string, unknown>) => boolean = () => true) =>
    of!.values.filter(({ labels }) => isCounted(labels)).reduce((total, { value }) => total + value, 0);
  return {
    received: sum(updates, ({ outcome }) => outcome === "stored"),
    sent: sum(deliveries, ({ state }) => state === "sent"),
    mails: sum(mails, ({ state }) => state === "sent"),
    streams: sum(streams),
  };
}
