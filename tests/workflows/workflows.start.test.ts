import { testCrowd } from "./test-crowd";

/** The short form of `npm run test:long`. */
testCrowd({
  isQuick: true,
  kill: { kills: 8, atOnce: 20, steps: 20, withinMs: 240_000 },
  share: { seconds: 10, perSecond: 6, steps: 8, withinMs: 180_000 },
});
