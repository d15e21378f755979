import type { LaterHandler } from "@/server/kernel";
import { eraseKind, eraseWorkspace } from "./erase-workspace";

export { addWorkspace } from "./add-workspace";
export { createWorkspace } from "./create-workspace";
export { deleteWorkspace } from "./delete-workspace";
export * from "./errors";
export { foundWorkspace } from "./found-workspace";
export { getWorkspace } from "./get-workspace";
export { listMyWorkspaces } from "./list-my-workspaces";
export { suggestSlug } from "./open-under-free-slug";
export { restoreWorkspace } from "./restore-workspace";
export { resumeWorkspace } from "./resume-workspace";
export {
  BusinessHours,
  CreateWorkspaceInput,
  FoundWorkspaceInput,
  NewWorkspaceInput,
  SetQuotasInput,
  SuggestSlugInput,
  SuspendWorkspaceInput,
  Workspace,
} from "./schemas";
export { setQuotas } from "./set-quotas";
export { suspendWorkspace } from "./suspend-workspace";
export { updateWorkspace } from "./update-workspace";

/** What is done later, by its kind. */
export const workspaceLaterHandlers: Readonly<Record<string, LaterHandler>> = { [eraseKind]: eraseWorkspace };
