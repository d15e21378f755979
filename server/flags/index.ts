export { FeatureOff, FeatureOfPlatform } from "./errors";
export { listFeatures } from "./list-features";
export { isFeatureOn, listFeaturesOff, requireFeature } from "./require-feature";
export type { FeatureKey } from "./rules";
export { FeatureState, SetFeatureInput } from "./schemas";
export { setFeature } from "./set-feature";
