import { testCrowd } from "../workflows/test-crowd";

testCrowd({
  isQuick: false,
  kill: { kills: 200, atOnce: 50, steps: 40, withinMs: 3_600_000 },
  share: { seconds: 600, perSecond: 6, steps: 8, withinMs: 1_200_000 },
});
