type Known = {
  lastGood: { at: Date } | null;
  lastFailure: { at: Date } | null;
  since: Date;
};

/** How many pauses may pass without a good backup: one that takes long, or is tried again, is not late. */
const latePauses = 2.5;

/**
 * `failing` when the last one failed or none has come for too long, `ok` otherwise.
 *
 * @param state null where none has run yet
 * @param pauseMs between two ticks of the schedule
 */
export function judgeBackups(state: Known | null, pauseMs: number, now: Date): "ok" | "failing" {
  if (!state) return "ok";
  if (state.lastFailure) return "failing";
  const last = state.lastGood?.at ?? state.since;
  return now.getTime() - last.getTime() > pauseMs * latePauses ? "failing" : "ok";
}
