import { type Ctx, getRuntime, inWorkspace, requirePermission } from "@/server/kernel";
import { getWorkspaceOrThrow } from "./internal";
import { openUnderFreeSlug } from "./open-under-free-slug";
import { type NewWorkspace, NewWorkspaceInput } from "./schemas";

/** A chain opens its shops one by one; nobody opens fifty in an hour. */
const addingRate = { capacity: 50, perSecond: 50 / 86_400 };

/**
 * Opens another workspace in the organisation of this one. Who opens it is its owner; the others of this one are
 * strangers there until they are invited.
 *
 * @throws SlugTaken another workspace has the slug that was asked for; `data.suggestion` is free
 */
export async function addWorkspace({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: NewWorkspaceInput;
}): Promise<NewWorkspace> {
  requirePermission(ctx, "workspace.create");
  const wanted = NewWorkspaceInput.parse(input);
  if (ctx.actor.kind !== "member") throw new Error("Only members open workspaces.");
  const { personId, displayName } = ctx.actor;
  getRuntime().limits.take("new workspaces", personId, addingRate);
  const { organisationId } = await inWorkspace(ctx, (tx) => getWorkspaceOrThrow(tx, ctx.workspace.id));
  return openUnderFreeSlug({
    organisation: { id: organisationId },
    owner: { personId, displayName },
    input: wanted,
  });
}
