import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { agentJobs, conversations } from "@/db/schema";
import { makeTalk } from "@/server/agent/testing";
import { makeChannel } from "@/server/deliveries/testing";
import { inWorkspace } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { updateWorkspace } from ".";

const state = useTestRuntime();

test("the agent is switched off and on while many write, and nobody waits for anybody", async () => {
  const shop = await makeWorkspace(state.runtime);
  const ctx = shop.member("owner");
  const { channelId } = await makeChannel(shop);
  const talks = [];
  for (let index = 0; index < 40; index += 1) {
    talks.push(await makeTalk(state.runtime, shop, { channelId, name: `Kişi ${index}` }));
  }
  // The order in which rows lie is not the order of the chats.
  for (const talk of talks.toReversed()) await talk.say({ text: "merhaba" });
  let isOver = false;
  const writing = (async () => {
    while (!isOver) await Promise.all(talks.map((talk) => talk.say({ text: "kargo" })));
  })();
  try {
    for (let round = 0; round < 30; round += 1) {
      await updateWorkspace({ ctx, input: { isAgentOn: false } });
      await updateWorkspace({ ctx, input: { isAgentOn: true } });
    }
  } finally {
    isOver = true;
    await writing;
  }
});

test("turned on again, what was left alone is behind the agent, and what comes has a job of its own", async () => {
  const shop = await makeWorkspace(state.runtime);
  const ctx = shop.member("owner");
  const talk = await makeTalk(state.runtime, shop);
  await updateWorkspace({ ctx, input: { isAgentOn: false } });
  await talk.say({ text: "bunu bırak" });
  state.clock.advance(1_000);
  await updateWorkspace({ ctx, input: { isAgentOn: true } });
  await talk.say({ text: "buna bak" });
  await inWorkspace(ctx, async (tx) => {
    const [place] = await tx.select().from(conversations);
    expect([place?.agentSeq, place?.lastSeq]).toEqual([1, 2]);
    const [job] = await tx.select().from(agentJobs).where(eq(agentJobs.conversationId, place!.id));
    expect(job?.dueAt).toEqual(state.clock.now());
  });
});
