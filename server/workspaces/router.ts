import { router } from "@/server/trpc";
import {
  addWorkspaceProcedure,
  deleteWorkspaceProcedure,
  getWorkspaceProcedure,
  listMyWorkspacesProcedure,
  restoreWorkspaceProcedure,
  updateWorkspaceProcedure,
} from "./procedures";

export const workspacesRouter = router({
  get: getWorkspaceProcedure,
  mine: listMyWorkspacesProcedure,
  update: updateWorkspaceProcedure,
  add: addWorkspaceProcedure,
  delete: deleteWorkspaceProcedure,
  restore: restoreWorkspaceProcedure,
});
