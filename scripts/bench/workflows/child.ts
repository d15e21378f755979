import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type BenchDatabase, root } from "../bench.ts";

/** What a process tells of itself: how late sleepers woke, in milliseconds, and the most memory that it had, in MB. */
export type Told = { lateness: number[]; largestMb: number };

/** A process that carries the bench's workflows out, and nothing else. */
export async function startWorkerProcess(
  database: BenchDatabase,
  secret: Buffer,
): Promise<{ tell(): Promise<Told>; stop(): void }> {
  const child = fork(join(root, "scripts/bench/workflows/process.ts"), {
    cwd: root,
    execArgv: ["--import", "tsx"],
    env: {
      ...process.env,
      DATABASE_URL: database.appUrl,
      DATABASE_WORKER_URL: database.workerUrl,
      DATA_DIR: "/nowhere",
      SANTRAL_SECRET: secret.toString("base64"),
      LOG_LEVEL: "error",
    },
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`It ended with ${code} before it was ready.`)));
  });
  return {
    async tell() {
      const told = once(child, "message");
      child.send("tell");
      const [message] = await told;
      return message as Told;
    },
    stop: () => void child.kill("SIGKILL"),
  };
}
