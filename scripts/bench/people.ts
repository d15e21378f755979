import { v7 as newId } from "uuid";
import type { BenchDatabase } from "./bench.ts";
import { type BenchChannel, copyRows } from "./workspaces.ts";

/** A person who owns the channel's workspace. */
export async function loadMember(
  database: BenchDatabase,
  { workspaceId }: Pick<BenchChannel, "workspaceId">,
  displayName = "Elif Demir",
): Promise<string> {
  const personId = newId();
  const now = new Date().toISOString();
  await copyRows(
    database,
    "people",
    ["id", "display_name", "locale", "created_at"],
    [[personId, displayName, "tr", now]],
  );
  await copyRows(
    database,
    "members",
    ["workspace_id", "id", "person_id", "role", "display_name", "created_at"],
    [[workspaceId, newId(), personId, "owner", displayName, now]],
  );
  return personId;
}
