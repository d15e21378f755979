import { featureOverrides } from "@/db/schema";
import { askAgain, getRuntime, platformScope } from "@/server/kernel";
import type { Override } from "./rules";

/** A process that was told nothing looks again after this long. */
const believedForMs = 10_000;
/** What tells the processes of the installation; it leaves under the platform's id. */
export const changedEvent = "feature/changed";

type Kept = { at: number; rows: Promise<Override[]> } | null;

/** Every override of the platform: few rows, read once for all who ask, and anew when one has changed. */
export function readOverrides(): Promise<Override[]> {
  const { clock, worker } = getRuntime();
  const cache = openCache();
  const now = clock.now().getTime();
  if (cache.kept && Math.abs(now - cache.kept.at) < believedForMs) return cache.kept.rows;
  const { feature, workspaceId, isOn } = featureOverrides;
  const rows = askAgain(() => worker.select({ feature, workspaceId, isOn }).from(featureOverrides).execute());
  cache.kept = { at: now, rows };
  rows.catch(() => {
    cache.kept = null;
  });
  return rows;
}

/** The next look is a new one. */
export function forgetOverrides(): void {
  openCache().kept = null;
}

function openCache(): { kept: Kept } {
  const runtime = getRuntime();
  return runtime.keep("flags/overrides", () => {
    const cache: { kept: Kept } = { kept: null };
    const forget = () => {
      cache.kept = null;
    };
    runtime.live.subscribe(platformScope, {
      onHint: ({ topic }) => topic === changedEvent && forget(),
      onResync: forget,
    });
    return cache;
  });
}
