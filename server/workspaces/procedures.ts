import { z } from "zod";
import { deletedWorkspaceProcedure, workspaceProcedure } from "@/server/trpc";
import { addWorkspace } from "./add-workspace";
import { deleteWorkspace } from "./delete-workspace";
import { getWorkspace } from "./get-workspace";
import { listMyWorkspaces } from "./list-my-workspaces";
import { restoreWorkspace } from "./restore-workspace";
import {
  DeletedWorkspace,
  DeleteWorkspaceInput,
  NewWorkspace,
  NewWorkspaceInput,
  OwnWorkspaceItem,
  UpdateWorkspaceInput,
  Workspace,
} from "./schemas";
import { updateWorkspace } from "./update-workspace";

export const getWorkspaceProcedure = workspaceProcedure
  .output(Workspace)
  .query(({ ctx }) => getWorkspace({ ctx }));

export const listMyWorkspacesProcedure = workspaceProcedure
  .output(z.array(OwnWorkspaceItem))
  .query(({ ctx }) => listMyWorkspaces({ ctx }));

export const updateWorkspaceProcedure = workspaceProcedure
  .input(UpdateWorkspaceInput)
  .output(Workspace)
  .mutation(({ ctx, input }) => updateWorkspace({ ctx, input }));

export const addWorkspaceProcedure = workspaceProcedure
  .input(NewWorkspaceInput)
  .output(NewWorkspace)
  .mutation(({ ctx, input }) => addWorkspace({ ctx, input }));

export const deleteWorkspaceProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(DeleteWorkspaceInput)
  .output(DeletedWorkspace)
  .mutation(({ ctx, input }) => deleteWorkspace({ ctx, input }));

export const restoreWorkspaceProcedure = deletedWorkspaceProcedure
  .output(NewWorkspace)
  .mutation(({ ctx }) => restoreWorkspace({ ctx }));
