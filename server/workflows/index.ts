export { defineEvent, type Workflow, type WorkflowHandler, type WorkflowRun } from "./define";
export { openEngine, openWorkflows, startEngine } from "./engine";
export { forgetRuns } from "./forget";
export { sendEvent } from "./send-event";
export { createWorkflowsCore } from "./workflows-core";
