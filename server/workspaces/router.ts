import { router } from "@/server/trpc";
import { getWorkspaceProcedure, updateWorkspaceProcedure } from "./procedures";

export const workspacesRouter = router({
  get: getWorkspaceProcedure,
  update: updateWorkspaceProcedure,
});
