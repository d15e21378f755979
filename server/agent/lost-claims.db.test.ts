import { beforeEach, expect, test } from "vitest";
import { makeChannel } from "@/server/deliveries/testing";
import { newId } from "@/server/kernel";
import { losingOneAnswer, makeWorkspace, useTestRuntime } from "@/server/testing";
import { claimJobs, giveBackJobs } from "./claim-jobs";
import { createAgentLoop } from "./index";
import { makeTalk } from "./testing";

/** What the agent has claimed and does not work on, since the database went away. The clock stands still: no lease runs out. */
const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
let channelId: string;
beforeEach(async () => {
  shop = await makeWorkspace(t.runtime);
  channelId = (await makeChannel(shop)).channelId;
});
const talk = () => makeTalk(t.runtime, shop, { channelId });
const jobOf = async (customer: Awaited<ReturnType<typeof talk>>) => {
  const { id } = await customer.conversation();
  return (await customer.jobs()).find(({ conversationId }) => conversationId === id);
};

test("what was claimed and not heard of is taken up at once, as if it had not been", async () => {
  const customer = await talk();
  await customer.say("merhaba");
  const loop = createAgentLoop(losingOneAnswer(t.runtime, "update agent_jobs"));
  await expect(loop.runOnce()).rejects.toThrow("CONNECTION_CLOSED");
  expect(await customer.jobs()).toMatchObject([{ attempts: 1, leaseHolder: expect.any(String) }]);
  await loop.runOnce();
  await expect.poll(() => customer.jobs()).toEqual([]);
  expect(await customer.lastReply()).toBeDefined();
  expect(await customer.runs()).toHaveLength(1);
});

test("what is worked on is not given back", async () => {
  const [busy, left] = [await talk(), await talk()];
  await busy.say("merhaba");
  await left.say("merhaba");
  const holder = newId();
  await claimJobs(t.runtime, { holder, limit: 8 });
  await giveBackJobs(t.runtime, { holder, inHand: [(await busy.conversation()).id] });
  expect(await jobOf(busy)).toMatchObject({ attempts: 1, leaseHolder: holder });
  expect(await jobOf(left)).toMatchObject({ attempts: 0, leaseUntil: null, leaseHolder: null });
});
