import { AsyncLocalStorage } from "node:async_hooks";
import { getRuntime } from "@/server/kernel";

/** The run whose step is being carried out, with the functions that led to it and its own. */
export type Running = { chain: readonly string[]; runId: string };

// Next evaluates a module once per bundle: the storage is the process's.
const storage = () => getRuntime().keep("running-workflow", () => new AsyncLocalStorage<Running>());

export const insideRun = <T>(running: Running, work: () => T): T => storage().run(running, work);

/** Undefined outside of runs. */
export const currentRun = (): Running | undefined => storage().getStore();
