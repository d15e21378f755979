export { defineEvent, type Workflow, type WorkflowHandler, type WorkflowRun } from "./define";
export { openEngine, openWorkflows, startEngine } from "./engine";
export { forgetRuns } from "./forget";
export { readRun } from "./runs/get-run";
export { readRuns } from "./runs/list-runs";
export { readRunFigures } from "./runs/read-run-figures";
export { sendEvent } from "./send-event";
export { serveWorkflows } from "./served-registry";
export { createWorkflowsCore } from "./workflows-core";
