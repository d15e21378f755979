import { type Ctx, type OperatorActor, type OperatorCtx, openSystemContext } from "@/server/kernel";

/**
 * The context of one workspace for what an operator may do about it; verbs that read what is in it refuse this actor.
 *
 * @throws WorkspaceNotFound it does not exist
 */
export async function openWorkspaceAs(
  { actor, requestId }: OperatorCtx,
  workspaceId: string,
): Promise<Ctx & { actor: OperatorActor }> {
  return { ...(await openSystemContext(workspaceId, actor, requestId)), actor };
}
