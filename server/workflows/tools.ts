import { inWorkspace, platformScope } from "@/server/kernel";
import type { Duration, EventType, StepName, StepTools, WorkflowEvent } from "./define";
import { type SdkEvent, sameWorkspace } from "./envelope";
import { insideRun } from "./running";
import { sendEvent } from "./send-event";

/** What of the SDK's tools ours stand on. */
export type SdkTools = {
  run<T>(name: StepName, body: () => T | Promise<T>): Promise<T>;
  sleep(name: StepName, duration: Duration): Promise<void>;
  sleepUntil(name: StepName, at: Date | string): Promise<void>;
  waitForEvent(
    name: StepName,
    of: { event: string; timeout: Duration; if: string },
  ): Promise<SdkEvent | null>;
  invoke(
    name: StepName,
    of: { function: unknown; data: Record<string, unknown>; timeout?: Duration },
  ): Promise<unknown>;
};

export type SdkPorts = {
  referTo(workflow: string): unknown;
  /** @throws NonRetriableError the event is of a version that `type` does not know and does not fit it */
  readEvent(sent: SdkEvent, type: EventType): WorkflowEvent;
};

/** The tools of a run over those of the SDK: typed by our events, and bound to the run's workspace. */
export function openTools(
  sdk: SdkTools,
  run: { event: WorkflowEvent; runId: string; chain: readonly string[] },
  { referTo, readEvent }: SdkPorts,
): StepTools {
  const { workspaceId, actor } = run.event;
  const tools: StepTools = {
    run: (name, body) => sdk.run(name, () => insideRun(run, body)),
    sleep: sdk.sleep,
    sleepUntil: sdk.sleepUntil,
    async waitForEvent(name, { event, timeout, ...condition }) {
      const came = await sdk.waitForEvent(name, { event: event.name, timeout, if: sameWorkspace(condition) });
      return came && readEvent(came, event);
    },
    invoke: (name, { workflow, data, timeout }) =>
      sdk.invoke(name, {
        function: referTo(workflow),
        data: { ...data, _santral: { workspaceId, version: 1, actor, chain: run.chain } },
        timeout,
      }),
    sendEvent: (name, type, data, options = {}) =>
      tools.run(name, () => {
        const to = options.workspaceId ?? workspaceId;
        if (to !== workspaceId && workspaceId !== platformScope)
          throw new Error(`A run of one workspace sends "${type.name}" to another one.`);
        const sender = { workspace: { id: to }, actor: { kind: "system", name: run.chain.at(-1)! } as const };
        // Its key is the step's own: an attempt that was cut off after the commit sends nothing again.
        const key = `${run.runId} ${typeof name === "string" ? name : name.id} ${to}`;
        return inWorkspace(sender, (tx) => sendEvent(tx, sender, type, data, { key }));
      }),
  };
  return tools;
}
