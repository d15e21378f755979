export { createWorkspace } from "./create-workspace";
export { DefaultLanguageNotSpoken, SlugTaken } from "./errors";
export { getWorkspace } from "./get-workspace";
export { BusinessHours, CreateWorkspaceInput, Workspace } from "./schemas";
export { updateWorkspace } from "./update-workspace";
