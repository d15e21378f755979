export { healthCore } from "./health-core";
export { metricsCore } from "./metrics-core";
export { runtimeCore } from "./runtime-core";
export { createStatisticsLoop } from "./statistics-loop";
export { runUpkeep, scheduleUpkeep, upkeepJob } from "./upkeep";
