import { people } from "@/db/schema";
import { requireFeature } from "@/server/flags";
import { getRuntime, inPerson, WorkspaceNotFound } from "@/server/kernel";
import { openUnderFreeSlug } from "./open-under-free-slug";
import { FoundWorkspaceInput, type NewWorkspace } from "./schemas";

/** Nobody founds more in a day; a script might. */
const foundingRate = { capacity: 10, perSecond: 10 / 86_400 };

/**
 * A signed-in person founds an organisation with its first workspace and becomes its owner. Its agent is off until
 * somebody switches it on. Who may: everybody who has signed in, for themselves.
 *
 * @throws SlugTaken    another workspace has the slug that was asked for; `data.suggestion` is free
 * @throws FeatureOff   an operator has switched new organisations off
 * @throws StorageFull  the disk is full
 * @throws LimitReached too many in a day
 */
export async function foundWorkspace(given: {
  personId: string;
  input: FoundWorkspaceInput;
}): Promise<NewWorkspace> {
  const { organisationName, ...input } = FoundWorkspaceInput.parse(given.input);
  const { personId } = given;
  const [person] = await inPerson(personId, (tx) => tx.select().from(people));
  if (!person) throw new WorkspaceNotFound();
  await requireFeature("new-organisations");
  getRuntime().limits.take("new workspaces", personId, foundingRate);
  return openUnderFreeSlug({
    organisation: { name: organisationName ?? input.name },
    owner: { personId, displayName: person.displayName },
    input,
  });
}
