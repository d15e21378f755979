import { recountClocks, recountJob } from "./recount-clocks";
import { nearJob, tellNear } from "./tell-near";

export * from "./errors";
export { getServiceLevels } from "./get-service-levels";
export { importServiceResults } from "./import-results";
export { serviceLevelRules } from "./recount-clocks";
export type { ServiceLevels } from "./schemas";
export { setServiceLevels } from "./set-service-levels";

/** What service levels ask to be done later. */
export const serviceLevelLaterHandlers = { [recountJob]: recountClocks, [nearJob]: tellNear };
