export { getChecklist } from "./get-checklist";
export { hideChecklist } from "./hide-checklist";
export { loadSamples } from "./load-samples";
export type { Checklist } from "./schemas";
