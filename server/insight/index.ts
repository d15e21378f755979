export { getFigures } from "./get-figures";
export { figureRules, insightLaterHandlers, recomputeHour } from "./recompute-hour";
