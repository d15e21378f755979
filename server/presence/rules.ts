import type { PresenceState } from "./schemas";

/** Says again that one is looking, so that whoever comes later knows. */
export const lookingAgainMs = 20_000;
/** While one types it is said no more often than this, however many keys are pressed. */
export const typingAgainMs = 4_000;

/** After so long without a word a member is taken to have left, or to have stopped. */
const lapseMs: Record<Exclude<PresenceState, "gone">, number> = { looking: 45_000, typing: 8_000 };

export type Sighting = { memberId: string; state: "looking" | "typing"; at: number };

const topic = /^presence\/(looking|typing|gone)\/(mem_[0-9a-f]{32})$/;

/** The hint's topic: what is done, and by whom. */
export const toPresenceTopic = (state: PresenceState, memberId: string): string =>
  `presence/${state}/${memberId}`;

/** Who is there after a hint; the same list when it is none of these. */
export function afterHint(
  there: readonly Sighting[],
  hint: { topic: string },
  now: number,
): readonly Sighting[] {
  const [, state, memberId] = topic.exec(hint.topic) ?? [];
  if (!memberId) return there;
  const others = there.filter((one) => one.memberId !== memberId);
  return state === "looking" || state === "typing" ? [...others, { memberId, state, at: now }] : others;
}

/** Who is still there: a typist who says nothing for a while is looking, a reader who says nothing has left. */
export function stillThere(there: readonly Sighting[], now: number): readonly Sighting[] {
  return there.flatMap((one): Sighting[] => {
    const silentMs = now - one.at;
    if (one.state === "typing" && silentMs >= lapseMs.typing && silentMs < lapseMs.looking)
      return [{ ...one, state: "looking" }];
    return silentMs < lapseMs[one.state] ? [one] : [];
  });
}
