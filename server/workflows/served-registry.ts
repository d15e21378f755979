import { getRuntime, type Runtime } from "@/server/kernel";
import type { Workflow } from "./define";
import { Registry } from "./registry";
import { WorkflowsNotServed } from "./run-errors";

const holderOf = (runtime: Runtime) =>
  runtime.keep("workflow-registry", () => ({ registry: undefined as Registry | undefined }));

/**
 * Makes the functions of this build known to requests, which start and stop runs by hand. Where an Inngest server carries
 * them out it has the runs, and they are steered there.
 */
export function serveWorkflows(runtime: Runtime, workflows: readonly Workflow[]): void {
  if (!runtime.env.inngest) holderOf(runtime).registry = new Registry(workflows);
}

/** The same where it is known; undefined otherwise. */
export const findServedRegistry = (): Registry | undefined => holderOf(getRuntime()).registry;

/** @throws WorkflowsNotServed while the process starts, and where a server has the runs */
export function servedRegistry(): Registry {
  const registry = findServedRegistry();
  if (!registry) throw new WorkflowsNotServed();
  return registry;
}
