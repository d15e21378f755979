import { sql } from "drizzle-orm";
import { type Ctx, getRuntime, inWorkspace } from "@/server/kernel";
import { readCleared } from "./cleared";
import { findDemo, isDeleted } from "./find-demo";
import { chunksIn, countChunksDone } from "./history/fill-history";
import { demoSettings } from "./make-demo";
import type { DemoPart, DemoProgress } from "./schemas";
import { demosOf } from "./settings";
import type { DemoWorkspace } from "./workspaces";

/** How far the demo is, workspace by workspace, computed from what is there. */
export async function getDemoProgress(): Promise<DemoProgress> {
  const runtime = getRuntime();
  const settings = demoSettings(runtime);
  const cleared = readCleared();
  const demos = runtime.env.isSandboxOn ? demosOf(settings) : [];
  const workspaces = await Promise.all(
    demos.map((demo) => describePart(demo, chunksIn(settings.days), cleared.has(demo.slug))),
  );
  const wanted = workspaces.filter(({ state }) => state !== "cleared" && state !== "clearing");
  const shares = wanted.map(({ share }) => share);
  return {
    share: shares.length === 0 ? 1 : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    isMade: workspaces.every(({ state }) => state === "made" || state === "cleared"),
    workspaces,
  };
}

async function describePart(demo: DemoWorkspace, all: number, isCleared: boolean): Promise<DemoPart> {
  const { slug, name, kind } = demo;
  const ctx = await findDemo(slug);
  if (ctx && (await isDeleted(ctx))) {
    return { slug, name, kind, state: "clearing", share: await shareLeft(ctx) };
  }
  if (isCleared) return { slug, name, kind, state: "cleared", share: 0 };
  const done = ctx ? Math.min(await countChunksDone(ctx), all) : 0;
  return { slug, name, kind, state: done === all ? "made" : ctx ? "making" : "waiting", share: done / all };
}

/** Messages are erased before the conversations that they belong to, of which each had about four. */
async function shareLeft(ctx: Ctx): Promise<number> {
  const [row] = await inWorkspace(ctx, (tx) =>
    tx.execute<{ left: number }>(sql`
      select least(1, (select count(*) from messages where workspace_id = ${ctx.workspace.id}::uuid)::real
        / greatest(1, 4 * (select count(*) from conversations where workspace_id = ${ctx.workspace.id}::uuid))) as left`),
  );
  return row?.left ?? 0;
}
