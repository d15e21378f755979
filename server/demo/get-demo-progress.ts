import { getRuntime } from "@/server/kernel";
import { findDemo } from "./find-demo";
import { chunksIn, countChunksDone } from "./history/fill-history";
import { demoSettings } from "./make-demo";
import type { DemoPart, DemoProgress } from "./schemas";
import { demosOf } from "./settings";

/** How far the demo is, workspace by workspace, computed from what is there. */
export async function getDemoProgress(): Promise<DemoProgress> {
  const settings = demoSettings(getRuntime());
  const all = chunksIn(settings.days);
  const workspaces = await Promise.all(
    demosOf(settings).map(async ({ slug, name, kind }): Promise<DemoPart> => {
      const ctx = await findDemo(slug);
      const done = ctx ? Math.min(await countChunksDone(ctx), all) : 0;
      const state = done === all ? "made" : ctx ? "making" : "waiting";
      return { slug, name, kind, state, share: done / all };
    }),
  );
  const shares = workspaces.map(({ share }) => share);
  return {
    share: shares.length === 0 ? 1 : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    isMade: workspaces.every(({ state }) => state === "made"),
    workspaces,
  };
}
