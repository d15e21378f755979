import { describe, expect, test, vi } from "vitest";
import { auditLog, outbox } from "@/db/schema";
import { ConversationNotFound } from "@/server/conversations";
import { makeConversation } from "@/server/conversations/testing";
import { inWorkspace, type LiveHint, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { tellPresence } from "./tell-presence";

const test_ = useTestRuntime({ isServing: true });

describe("tellPresence", () => {
  test("reaches the streams of its workspace at once, and leaves nothing behind", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { id, publicId } = await makeConversation(team);
    const heard: Record<"own" | "foreign", LiveHint[]> = { own: [], foreign: [] };
    const listen = (workspaceId: string, hints: LiveHint[]) =>
      test_.runtime.live.subscribe(workspaceId, { onHint: (hint) => hints.push(hint), onResync: () => {} });
    const ends = [listen(team.workspace.id, heard.own), listen(others.workspace.id, heard.foreign)];
    const ctx = team.member("support");
    await tellPresence({ ctx, input: { conversationId: publicId, state: "typing" } });
    await vi.waitFor(() => expect(heard.own).toHaveLength(1));
    const me = toPublicId("member", team.team.find(({ role }) => role === "support")!.memberId);
    expect(heard.own[0]).toMatchObject({ topic: `presence/typing/${me}`, id });
    expect(heard.foreign).toEqual([]);
    await inWorkspace(ctx, async (tx) => {
      expect(await tx.$count(outbox)).toBe(0);
      expect(await tx.$count(auditLog)).toBe(0);
    });
    for (const end of ends) end();
  });

  test("an analyst is not seen, and another workspace's conversation is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId: conversationId } = await makeConversation(others);
    const input = { conversationId, state: "looking" } as const;
    await expect(tellPresence({ ctx: others.member("analyst"), input })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    await expect(tellPresence({ ctx: team.member("owner"), input })).rejects.toBeInstanceOf(
      ConversationNotFound,
    );
  });
});
