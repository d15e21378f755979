import { sql } from "drizzle-orm";
import { type DoorCore, json } from "@/lib/door";
import packageJson from "@/package.json";
import { getRuntime } from "@/server/kernel";
import { mailHealth } from "@/server/mail";

/** `GET /api/health`: 200 when ready to serve, 503 with the reason when not. */
export const healthCore: DoorCore = (request) => (request.path === "/api/health" ? answerHealth() : null);

async function answerHealth() {
  const { app, worker, env, clock, startedAt, busyWith, loopErrors, ...runtime } = getRuntime();
  const errors = loopErrors();
  const { loops } = runtime.describe();
  const database = await probe(async () => {
    await Promise.all([app.execute(sql`select 1`), worker.execute(sql`select 1`)]);
  });
  const dispatcher = !loops.includes("dispatcher") ? "stopped" : errors.dispatcher ? "failing" : "ok";
  const reasons = [
    ...(busyWith ? [`Starting: ${busyWith}.`] : []),
    ...(database === "ok" ? [] : ["The database does not answer."]),
    ...(dispatcher === "ok" ? [] : [`The dispatcher is ${dispatcher}.`]),
  ];
  const isReady = reasons.length === 0;
  return json(
    isReady ? 200 : 503,
    {
      status: isReady ? "ok" : "unavailable",
      version: packageJson.version,
      uptimeS: Math.max(0, Math.round((clock.now().getTime() - startedAt.getTime()) / 1000)),
      database,
      dispatcher,
      mail: loops.includes("mail") && errors.mail ? "failing" : mailHealth(),
      sandbox: env.isSandboxOn ? "on" : "off",
      ...(isReady ? {} : { reason: reasons.join(" ") }),
    },
    { "cache-control": "no-store" },
  );
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
