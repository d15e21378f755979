import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { channels, workspaces } from "@/db/schema";
import { makeChannel } from "@/server/deliveries/testing";
import { inWorkspace } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { type DemoTelegram, describeDemo } from ".";

const state = useTestRuntime();

const telegram: DemoTelegram = {
  createBot: () => ({ username: "", token: "" }),
  findBot: (username) => ({ username, token: `token of ${username}` }),
  createUser: ({ id = 1 }) => ({ id }),
  findUser: (id) => ({ id }),
  openChat: () => {},
  findGroup: () => null,
  createGroup: () => ({ id: -1 }),
};

test("scripts are told the demo's own bot, whatever is connected beside it and however the rows lie", async () => {
  const shop = await makeWorkspace(state.runtime);
  const ctx = shop.member("owner");
  state.clock.advance(60_000);
  const other = await makeChannel(shop);
  state.clock.advance(-60_000);
  const own = await makeChannel(shop);
  await inWorkspace(ctx, async (tx) => {
    await tx.update(workspaces).set({ slug: "demo" });
    await tx.update(channels).set({ username: "other_bot" }).where(eq(channels.id, other.channelId));
    await tx.update(channels).set({ username: "own_bot" }).where(eq(channels.id, own.channelId));
  });
  expect((await describeDemo(telegram)).bot).toEqual({ username: "own_bot", token: "token of own_bot" });
});
