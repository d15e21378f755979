import { sql } from "drizzle-orm";
import { members, organisations, people, workspaces } from "@/db/schema";
import {
  type Clock,
  databaseErrorCode,
  getRuntime,
  inTransaction,
  newId,
  toWorkspaceRef,
  type WorkspaceRef,
} from "@/server/kernel";
import { SlugTaken } from "./errors";
import { CreateWorkspaceInput } from "./schemas";

/**
 * Founds an organisation with its first workspace; `owner` becomes a person (where new) and the workspace's owner.
 * There is no context yet, so who may call it is decided by the caller: sign-up, or the demo.
 *
 * @throws SlugTaken another workspace has the slug
 */
export async function createWorkspace(input: {
  owner: { personId?: string; displayName: string; locale: string };
  workspace: CreateWorkspaceInput;
  clock?: Clock;
}): Promise<{ workspace: WorkspaceRef; organisationId: string; personId: string; memberId: string }> {
  const wanted = CreateWorkspaceInput.parse(input.workspace);
  const runtime = getRuntime();
  const now = (input.clock ?? runtime.clock).now();
  const ids = {
    workspaceId: newId(),
    organisationId: newId(),
    memberId: newId(),
    personId: input.owner.personId ?? newId(),
  };
  try {
    const row = await inTransaction(runtime.app, async (tx) => {
      await tx.execute(
        sql`select set_config('app.workspace_id', ${ids.workspaceId}, true), set_config('app.person_id', ${ids.personId}, true)`,
      );
      await tx
        .insert(people)
        .values({
          id: ids.personId,
          displayName: input.owner.displayName,
          locale: input.owner.locale,
          createdAt: now,
        })
        .onConflictDoNothing();
      await tx
        .insert(organisations)
        .values({ id: ids.organisationId, name: wanted.organisationName, createdAt: now });
      const { organisationName: _, ...values } = wanted;
      const [created] = await tx
        .insert(workspaces)
        .values({ id: ids.workspaceId, organisationId: ids.organisationId, ...values, createdAt: now })
        .returning();
      await tx.insert(members).values({
        workspaceId: ids.workspaceId,
        id: ids.memberId,
        personId: ids.personId,
        role: "owner",
        displayName: input.owner.displayName,
        createdAt: now,
      });
      return created!;
    });
    return {
      workspace: toWorkspaceRef(row),
      organisationId: ids.organisationId,
      personId: ids.personId,
      memberId: ids.memberId,
    };
  } catch (error) {
    if (databaseErrorCode(error) === "23505") throw new SlugTaken(wanted.slug);
    throw error;
  }
}
