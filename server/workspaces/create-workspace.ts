import { people } from "@/db/schema";
import {
  type Clock,
  databaseErrorCode,
  getRuntime,
  inPerson,
  newId,
  toWorkspaceRef,
  type WorkspaceRef,
} from "@/server/kernel";
import { SlugTaken } from "./errors";
import { insertWorkspace } from "./insert-workspace";
import { CreateWorkspaceInput } from "./schemas";

/**
 * Founds an organisation with its first workspace; `owner` becomes a person (where new) and the workspace's owner.
 * With `organisationId` it is a further one of an organisation that is there.
 * There is no context yet, so who may call it is decided by the caller: the demo, and checks. People who have signed in
 * use `foundWorkspace`.
 *
 * @throws SlugTaken another workspace has the slug
 */
export async function createWorkspace(input: {
  owner: { personId?: string; displayName: string; locale: string };
  workspace: CreateWorkspaceInput;
  organisationId?: string;
  clock?: Clock;
}): Promise<{ workspace: WorkspaceRef; organisationId: string; personId: string; memberId: string }> {
  const { organisationName, ...workspace } = CreateWorkspaceInput.parse(input.workspace);
  const { displayName, locale } = input.owner;
  const personId = input.owner.personId ?? newId();
  const createdAt = (input.clock ?? getRuntime().clock).now();
  await inPerson(personId, (tx) =>
    tx.insert(people).values({ id: personId, displayName, locale, createdAt }).onConflictDoNothing(),
  );
  try {
    const { row, memberId, organisationId } = await insertWorkspace({
      organisation: input.organisationId ? { id: input.organisationId } : { name: organisationName },
      workspace,
      owner: { personId, displayName },
      clock: input.clock,
    });
    return { workspace: toWorkspaceRef(row), organisationId, personId, memberId };
  } catch (error) {
    if (databaseErrorCode(error) === "23505") throw new SlugTaken(workspace.slug);
    throw error;
  }
}
