import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bucket, ChatPaces, paces } from "./pace";

describe("a bucket", () => {
  test("never lets more through in any span than its burst and its rate allow", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 300 }), (gapsMs) => {
        const bucket = new Bucket(paces.bulk, 0);
        const sentAt: number[] = [];
        let now = 0;
        for (const gap of gapsMs) {
          now += gap;
          const count = bucket.available(now);
          bucket.take(count, now);
          for (let index = 0; index < count; index += 1) sentAt.push(now);
        }
        for (const [index, from] of sentAt.entries()) {
          const within = sentAt.slice(index).filter((at) => at - from <= 1_000).length;
          expect(within).toBeLessThanOrEqual(paces.bulk.burst + paces.bulk.perSecond);
        }
      }),
    );
  });

  test("says when one more may go", () => {
    const bucket = new Bucket({ burst: 1, perSecond: 4 }, 0);
    expect(bucket.waitMs(0)).toBe(0);
    bucket.take(1, 0);
    expect(bucket.available(249)).toBe(0);
    expect(bucket.waitMs(0)).toBe(250);
    expect(bucket.available(250)).toBe(1);
  });
});

describe("chats", () => {
  test("rest after three at once, for a second each", () => {
    const chats = new ChatPaces();
    for (let index = 0; index < 3; index += 1) chats.take("a", false, 0);
    chats.take("b", false, 0);
    expect(chats.resting(0)).toEqual(["a"]);
    expect(chats.nextAwakeAt()).toBe(1_000);
    expect(chats.resting(1_000)).toEqual([]);
  });

  test("of a group get at most twenty in any minute", () => {
    const chats = new ChatPaces();
    const sentAt: number[] = [];
    for (let now = 0; now < 300_000; now += 100) {
      if (chats.resting(now).length > 0) continue;
      chats.take("group", true, now);
      sentAt.push(now);
    }
    for (const [index, from] of sentAt.entries()) {
      expect(sentAt.slice(index).filter((at) => at - from < 60_000).length).toBeLessThanOrEqual(20);
    }
    expect(sentAt.length).toBeGreaterThan(80);
  });
});
