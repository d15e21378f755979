/** A process that carries the bench's workflows out; its parent speaks to it by `share.ts`. */
import { readEnv, startRuntime } from "@/server/kernel";
import { openEngine, startEngine } from "@/server/workflows";
import { benchWorkflows } from "./functions.ts";

const runtime = await startRuntime({ env: readEnv(), isServing: false });
await startEngine(runtime, await openEngine(runtime, benchWorkflows));
process.send?.("ready");
