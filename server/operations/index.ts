export { healthCore } from "./health-core";
export { metricsCore } from "./metrics-core";
export { runtimeCore } from "./runtime-core";
export { runUpkeep, scheduleUpkeep, upkeepJob } from "./upkeep";
