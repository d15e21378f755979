import { and, eq, isNull } from "drizzle-orm";
import { members, people } from "@/db/schema";
import { type DemoSlug, getRuntime, inPerson, inWorkspace } from "@/server/kernel";
import { addMember } from "@/server/members";
import { DemoMissing } from "./describe-demo";
import { findDemo, isDeleted } from "./find-demo";
import { demoSettings } from "./make-demo";
import { demosOf } from "./settings";

/**
 * Lets somebody who has signed in look around the demo: they become an owner of its workspaces, beside their own ones.
 * Who may: everybody, for themselves, where the sandbox is on.
 *
 * @returns where to begin
 * @throws DemoMissing there is none here, or it was cleared
 */
export async function exploreDemo({ personId }: { personId: string }): Promise<{ slug: DemoSlug }> {
  const runtime = getRuntime();
  const [person] = runtime.env.isSandboxOn ? await inPerson(personId, (tx) => tx.select().from(people)) : [];
  let first: DemoSlug | null = null;
  for (const { slug } of person ? demosOf(demoSettings(runtime)) : []) {
    const ctx = await findDemo(slug);
    if (!ctx || (await isDeleted(ctx))) continue;
    first ??= slug;
    const known = await inWorkspace(ctx, (tx) =>
      tx
        .select({ id: members.id })
        .from(members)
        .where(
          and(
            eq(members.workspaceId, ctx.workspace.id),
            eq(members.personId, personId),
            isNull(members.removedAt),
          ),
        ),
    );
    if (known.length > 0) continue;
    const { displayName, locale } = person!;
    await addMember({ ctx, input: { personId, displayName, role: "owner", locale: locale as "tr" } });
  }
  if (!first) throw new DemoMissing();
  return { slug: first };
}
