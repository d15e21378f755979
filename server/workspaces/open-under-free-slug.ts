import slugify from "@sindresorhus/slugify";
import { sql } from "drizzle-orm";
import {
  type Ctx,
  databaseErrorCode,
  emit,
  getRuntime,
  lookUp,
  newId,
  recordAudit,
  toWorkspaceRef,
} from "@/server/kernel";
import { SlugTaken } from "./errors";
import { insertWorkspace } from "./insert-workspace";
import { slugCandidates } from "./rules";
import { languages, NewWorkspace, type NewWorkspaceInput, SuggestSlugInput } from "./schemas";

/** Monday to Saturday, nine to six: to be corrected by whoever knows better. */
const usualHours = Array.from({ length: 7 }, (_, day) => (day === 6 ? [] : [{ from: 9 * 60, to: 18 * 60 }]));

/**
 * Makes a workspace under the slug that was asked for, or under the first free one that its name gives. That a slug is
 * free is decided by the database alone, so two who want the same one at once get one each.
 *
 * @throws SlugTaken the slug that was asked for is another's; `data.suggestion` is free
 */
export async function openUnderFreeSlug(given: {
  organisation: { id: string } | { name: string };
  owner: { personId: string; displayName: string };
  input: NewWorkspaceInput;
}): Promise<NewWorkspace> {
  const { language, slug: wanted, ...input } = given.input;
  const { clock, storage } = getRuntime();
  storage.requireRoom();
  for (const slug of wanted ? [wanted] : candidatesFor(input)) {
    try {
      const { row } = await insertWorkspace({
        organisation: given.organisation,
        owner: given.owner,
        workspace: {
          ...input,
          slug,
          defaultLanguage: language,
          languages: [...languages],
          businessHours: usualHours,
          isAgentOn: false,
        },
        async also(tx, { row, memberId }) {
          const actor = { kind: "member", role: "owner", memberId, ...given.owner } as const;
          const ctx: Ctx = { workspace: toWorkspaceRef(row), actor, clock, requestId: newId() };
          await recordAudit(tx, ctx, { action: "workspace.create", entity: row.id, after: row });
          await emit(tx, ctx, "workspace/created", { aggregateId: row.id });
        },
      });
      return NewWorkspace.parse(row);
    } catch (error) {
      if (databaseErrorCode(error) !== "23505") throw error;
    }
  }
  throw new SlugTaken(wanted ?? toSlug(input.name), await suggestSlug({ input }));
}

/** The slug that a workspace of this name would get now, or null when none of those that it gives is free. */
export async function suggestSlug({ input }: { input: SuggestSlugInput }): Promise<string | null> {
  const parsed = SuggestSlugInput.parse(input);
  for (const slug of candidatesFor(parsed)) {
    const [found] = await lookUp<{ workspace_id: string | null }>(
      sql`select workspace_id from resolve_workspace(${slug})`,
    );
    if (!found?.workspace_id) return slug;
  }
  return null;
}

/** Letters as Turkish readers write them without their marks: ü is u, not ue. */
const turkishLetters = ["üu", "Üu", "öo", "Öo"].map(([from, to]) => [from, to] as [string, string]);

const toSlug = (name: string): string => slugify(name, { customReplacements: turkishLetters });

const candidatesFor = ({ name, kind }: { name: string; kind: string }): string[] =>
  slugCandidates(toSlug(name), kind, newId().slice(-6));
