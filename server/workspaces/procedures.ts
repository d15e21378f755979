import { workspaceProcedure } from "@/server/trpc";
import { getWorkspace } from "./get-workspace";
import { UpdateWorkspaceInput, Workspace } from "./schemas";
import { updateWorkspace } from "./update-workspace";

export const getWorkspaceProcedure = workspaceProcedure
  .output(Workspace)
  .query(({ ctx }) => getWorkspace({ ctx }));

export const updateWorkspaceProcedure = workspaceProcedure
  .input(UpdateWorkspaceInput)
  .output(Workspace)
  .mutation(({ ctx, input }) => updateWorkspace({ ctx, input }));
