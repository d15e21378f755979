import { getRuntime } from "@/server/kernel";
import { readNights } from "./nights";

/** How long what was read is told again; figures of a night do not change faster. */
const believedForMs = 60_000;

/** Puts the last night's numbers into the gauges, from the database: whichever process has looked, each tells the same. */
export async function tellLastNight(): Promise<void> {
  const { keep, metrics, logger } = getRuntime();
  const state = keep("checks/told", () => ({ at: Number.NEGATIVE_INFINITY }));
  const now = performance.now();
  if (now - state.at < believedForMs) return;
  state.at = now;
  try {
    const [last] = await readNights(1);
    if (!last) return;
    metrics.checks.reset();
    for (const { part, checked, found, mended, skipped, tookMs } of last.parts)
      for (const [what, value] of Object.entries({ checked, found, mended, skipped, tookMs }))
        metrics.checks.set({ part, what }, value);
    metrics.checkedWorkspaces.set({ what: "asked" }, last.asked);
    metrics.checkedWorkspaces.set({ what: "ended" }, last.ended);
    metrics.checksEndedAt.set(last.endedAt.getTime() / 1_000);
  } catch (error) {
    // The process' own counters are told without the database, too.
    logger.warn({ error }, "the last night's checks could not be read");
  }
}
