import { and, eq, isNull } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Ctx, type DemoSlug, inWorkspace, requirePermission } from "@/server/kernel";
import { deleteWorkspace } from "@/server/workspaces";
import { keepCleared, readCleared } from "./cleared";
import { findDemo, isDeleted } from "./find-demo";
import { getDemoProgress } from "./get-demo-progress";
import { ClearDemoInput, type DemoProgress } from "./schemas";
import { isDemoHere } from "./settings";

/**
 * Takes parts of the demo away for good: their workspaces are deleted and erased in the background, with every row and
 * file. Nothing else is touched, and they stay away until somebody makes them again. An owner of each of them may.
 */
export async function clearDemo({ ctx, input }: { ctx: Ctx; input: ClearDemoInput }): Promise<DemoProgress> {
  requirePermission(ctx, "demo.clear");
  const { slugs } = ClearDemoInput.parse(input);
  const own = new Map<DemoSlug, Ctx>();
  const unmade: DemoSlug[] = [];
  for (const slug of slugs) {
    const within = await openAsMember(ctx, slug);
    // What is not there yet is nobody's: whoever owns another part of the demo may have it left out.
    if (!within && isDemoHere(ctx.workspace.slug) && !(await findDemo(slug))) unmade.push(slug);
    if (!within) continue;
    requirePermission(within, "demo.clear");
    own.set(slug, within);
  }
  // First of all, so that what is being made is not made any further.
  keepCleared(new Set([...readCleared(), ...own.keys(), ...unmade]));
  for (const within of own.values()) {
    await deleteWorkspace({ ctx: within, input: { name: within.workspace.name }, takeBackForDays: 0 });
  }
  return getDemoProgress();
}

/** The context of the same person in another workspace of the demo; null where it is gone or they are no member. */
async function openAsMember(ctx: Ctx, slug: DemoSlug): Promise<Ctx | null> {
  if (ctx.workspace.slug === slug) return ctx;
  const { actor } = ctx;
  const there = await findDemo(slug);
  if (!there || actor.kind !== "member" || (await isDeleted(there))) return null;
  const [member] = await inWorkspace(there, (tx) =>
    tx
      .select({ id: members.id, role: members.role })
      .from(members)
      .where(
        and(
          eq(members.workspaceId, there.workspace.id),
          eq(members.personId, actor.personId),
          isNull(members.removedAt),
        ),
      ),
  );
  if (!member) return null;
  return { ...there, requestId: ctx.requestId, actor: { ...actor, memberId: member.id, role: member.role } };
}
