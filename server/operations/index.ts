export { type CheckFinding, listCheckFindings } from "./checks/list-findings";
export { type CheckNight, listCheckNights } from "./checks/nights";
export { healthCore } from "./health-core";
export { metricsCore } from "./metrics-core";
export {
  askForChecks,
  nightlyChecksWorkflow,
  workspaceCheckAsked,
  workspaceChecksWorkflow,
} from "./nightly-checks";
export { tellProductStarted } from "./product-started";
export { countSinceStart, readHealth } from "./read-health";
export { readWaitingWork } from "./read-waiting";
export { type KeyRotation, keyRotationWorkflow, rotateKeys } from "./rotate-keys";
export { runtimeCore } from "./runtime-core";
export { createStatisticsLoop } from "./statistics-loop";
export { forgetOldRows, makePartitions, upkeepWorkflow } from "./upkeep";
