import { type OperatorCtx, requirePermission } from "@/server/kernel";
import { measureWorkspaces } from "./measure";
import { choosePage } from "./rules";
import { ListWorkspacesInput, type WorkspaceList } from "./schemas";

/** The workspaces of the platform with what each uses: found by name, address or organisation, a page at a time. */
export async function listWorkspaces({
  ctx,
  input,
}: {
  ctx: OperatorCtx;
  input: ListWorkspacesInput;
}): Promise<WorkspaceList> {
  requirePermission(ctx, "platform.read");
  return choosePage(await measureWorkspaces(ctx), ListWorkspacesInput.parse(input));
}
