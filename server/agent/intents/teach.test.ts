import { describe, expect, test } from "vitest";
import { baseModel, classifyIntent } from "./classify-intent";
import { fromDifferenceFile, sizeOfDifference, toDifferenceFile } from "./difference";
import { probabilitiesWith, teach } from "./teach";
import { trainInThread } from "./train-in-thread";
import { trainDifference } from "./training-work";

const own = "own_0190aaaaaaaa7aaa8aaaaaaaaaaaaaaa";
const sewing = [
  "paça boyu kısaltıyor musunuz",
  "pantolonun paçasını yaptırmak istiyorum",
  "elbisenin boyunu kısaltır mısınız",
  "terzi hizmetiniz var mı",
  "beli daraltılıyor mu",
  "tadilat kaç günde bitiyor",
].map((text) => ({ intent: own, text }));

describe("teach", () => {
  test("learns an intent of the workspace's own and keeps what the kind knows", async () => {
    const lesson = await teach({ kind: "shop", ownIntents: [own], examples: sewing }, trainDifference);
    const best = (text: string) => {
      const values = probabilitiesWith(baseModel("shop"), lesson.difference, text);
      return lesson.difference.intents[values.indexOf(Math.max(...values))];
    };
    expect(best("eteğin boyu kısaltılır mı terzi")).toBe(own);
    expect(best("kargom nerede")).toBe("order_status");
    expect(best("iade etmek istiyorum")).toBe("return");
    expect(lesson.accuracyAfter).toBeGreaterThanOrEqual(lesson.accuracyBefore);
    expect(sizeOfDifference(lesson.difference)).toBeLessThan(200_000);
  });

  test("a correction is heeded for that text at once", async () => {
    const text = "ürünün hali ne olacak benim";
    expect(classifyIntent(text, "shop").intent).not.toBe("complaint");
    const examples = [{ intent: "complaint", text }];
    const lesson = await teach({ kind: "shop", ownIntents: [], examples }, trainDifference);
    const values = probabilitiesWith(baseModel("shop"), lesson.difference, text);
    expect(lesson.difference.intents[values.indexOf(Math.max(...values))]).toBe("complaint");
  });

  test("trains in a thread to the same, and the file keeps it", { timeout: 30_000 }, async () => {
    const here = await teach({ kind: "shop", ownIntents: [own], examples: sewing }, trainDifference);
    const there = await teach({ kind: "shop", ownIntents: [own], examples: sewing }, trainInThread);
    expect(there).toEqual(here);
    const again = fromDifferenceFile(JSON.parse(JSON.stringify(toDifferenceFile(there.difference))));
    expect(again).toEqual(there.difference);
  });

  test("nothing to learn changes nothing", async () => {
    const lesson = await teach({ kind: "desk", ownIntents: [], examples: [] }, trainDifference);
    const plain = classifyIntent("tp ne demek", "desk");
    const values = probabilitiesWith(baseModel("desk"), lesson.difference, "tp ne demek");
    expect(Math.max(...values)).toBeCloseTo(plain.scores[plain.intent]!, 2);
    expect(lesson.accuracyAfter).toBe(lesson.accuracyBefore);
  });
});
