import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { TrainingResult, TrainingTask } from "./training-work";

/**
 * Trains in a thread of its own, so that no answer waits. The thread's file is loaded by Node as it lies in the
 * repository (types are stripped), since a bundle has no file to start a thread from.
 *
 * @throws Error when the thread fails
 */
export function trainInThread(task: TrainingTask): Promise<TrainingResult> {
  const file = join(/* turbopackIgnore: true */ process.cwd(), "server/agent/intents/training-thread.ts");
  return new Promise((resolve, reject) => {
    const worker = new Worker(pathToFileURL(file), { workerData: task, execArgv: [], env: {} });
    worker.once("message", (result: TrainingResult) => resolve(result));
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The training ended with ${code} and no result.`)));
  });
}
