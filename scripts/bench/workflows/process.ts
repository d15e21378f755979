/** A process that carries the bench's workflows out; its parent speaks to it by `child.ts`. */
import { readEnv, startRuntime } from "@/server/kernel";
import { openEngine, startEngine } from "@/server/workflows";
import type { Told } from "./child.ts";
import { benchWorkflows, lateness } from "./functions.ts";

const runtime = await startRuntime({ env: readEnv(), isServing: false });
await startEngine(runtime, await openEngine(runtime, benchWorkflows));
let largestMb = 0;
setInterval(() => {
  largestMb = Math.max(largestMb, process.memoryUsage().rss / 1024 / 1024);
}, 500);
process.on("message", () => process.send?.({ lateness, largestMb } satisfies Told));
process.send?.("ready");
