export { exportCore } from "./export-core";
export { exportFigureRows } from "./export-figure-rows";
export { getActivation } from "./get-activation";
export { getCustomerReport } from "./get-customer-report";
export { getFigures } from "./get-figures";
export { listFigureRows } from "./list-figure-rows";
export { figureRules, insightLaterHandlers, recomputeHour, recomputeSpan } from "./recompute-hour";
export { recountCustomers } from "./recount-customers";
export { countedFigures } from "./rules";
