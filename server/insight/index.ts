export { getFigures } from "./get-figures";
export { listFigureRows } from "./list-figure-rows";
export { figureRules, insightLaterHandlers, recomputeHour } from "./recompute-hour";
export { countedFigures } from "./rules";
