import type { Verb } from "@/server/kernel";
import { finds, own, refused, type Sample } from "./attempts";

const onRun = (verb: Verb): Sample => ({
  verb,
  attempts: (a) => [refused("RUN_NOT_FOUND", { runId: a.workflowRunId })],
});

/** What the product does by itself, and what waits. */
export const automaticWorkSamples: Record<string, Sample> = {
  "workflows.list": {
    verb: "workflow.read",
    attempts: (a) => [own({}), own({ status: "waiting" }), finds({ search: a.workflowRunId })],
  },
  "workflows.workflows": { verb: "workflow.read", attempts: () => [own()] },
  "workflows.figures": { verb: "workflow.read", attempts: () => [own()] },
  "workflows.get": onRun("workflow.read"),
  "workflows.reveal": onRun("workflow.reveal"),
  "workflows.cancel": onRun("workflow.steer"),
  "workflows.replay": onRun("workflow.steer"),

  "operations.waiting": { verb: "waitingWork.read", attempts: () => [own()] },
  "operations.retry": {
    verb: "waitingWork.retry",
    attempts: (a) => [refused("WAITING_WORK_GONE", { queue: "deliveries", id: a.deliveryId })],
  },
  "operations.retryAll": {
    verb: "waitingWork.retry",
    attempts: () => [own({ queue: "deliveries" }), own({ queue: "later" })],
  },
};
