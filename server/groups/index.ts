export { acknowledgeGroup } from "./acknowledge-group";
export { checkGroup, checkGroupLater } from "./check-group";
export { convertGroupUpdate, type GroupContent } from "./convert-group-update";
export { countTroubledGroups } from "./count-troubled-groups";
export * from "./errors";
export { getGroup } from "./get-group";
export { listGroups } from "./list-groups";
export type { Group, GroupChange, GroupDetail } from "./schemas";
