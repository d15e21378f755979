export {
  compareCustomers,
  compareDay,
  compareSlots,
  type FigureDifference,
  hasFigureBacklog,
  markConversationDirty,
  markCustomersDirty,
  markHoursDirty,
} from "./compare-figures";
export { dayBounds, dayOf } from "./days";
export { exportCore } from "./export-core";
export { exportFigureRows } from "./export-figure-rows";
export { getActivation } from "./get-activation";
export { getCustomerReport } from "./get-customer-report";
export { getFigures } from "./get-figures";
export { getOpenFigures, type OpenFigures } from "./get-open-figures";
export { listFigureRows } from "./list-figure-rows";
export { figureRules, insightLaterHandlers, recomputeHour, recomputeSpan } from "./recompute-hour";
export { recountCustomers } from "./recount-customers";
export { addToDay, countedFigures, hourKey } from "./rules";
