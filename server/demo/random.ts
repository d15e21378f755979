/** The same numbers for the same seed, so that every demo is the same demo (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** A whole number from `min` to `max`, both included. */
    between: (min: number, max: number): number => min + Math.floor(next() * (max - min + 1)),
    /** True that often. */
    chance: (share: number): boolean => next() < share,
    pick<T>(values: readonly T[]): T {
      return values[Math.floor(next() * values.length)] as T;
    },
    /** The place of a weight, as often as it is heavy. */
    weigh(weights: readonly number[]): number {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      const found = weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      return found < 0 ? weights.length - 1 : found;
    },
  };
}

export type Random = ReturnType<typeof createRandom>;

/** A seed of its own for the n-th thing of a kind. */
export const seedOf = (seed: number, index: number): number =>
  Math.imul(seed ^ 0x9e3779b9, index * 2 + 1) ^ index;
