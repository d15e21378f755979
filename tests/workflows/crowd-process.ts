import { readEnv, startRuntime } from "@/server/kernel";
import { openEngine, startEngine } from "@/server/workflows";
import { crowdWorkflows } from "./crowd";

/** A process that carries the crowd's workflows out until it is killed; its environment is the product's. */
const runtime = await startRuntime({ env: readEnv(), isServing: false });
await startEngine(runtime, await openEngine(runtime, crowdWorkflows));
process.on("SIGTERM", () => void runtime.stop().then(() => process.exit(0)));
process.stdout.write("ready\n");
