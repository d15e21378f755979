import { describe, expect, test } from "vitest";
import { auditLog, replyDrafts } from "@/db/schema";
import { replyToConversation } from "@/server/conversations";
import { makeConversation } from "@/server/conversations/testing";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { ConversationUnknown } from "./errors";
import { getDraft } from "./get-draft";
import { saveDraft } from "./save-draft";

const test_ = useTestRuntime();

async function make() {
  const team = await makeWorkspace(test_.runtime);
  const { publicId: conversationId } = await makeConversation(team, { status: "handed_off" });
  const save = (ctx: Ctx, text: string, version: number) =>
    saveDraft({ ctx, input: { conversationId, text, version } });
  const get = (ctx: Ctx) => getDraft({ ctx, input: { conversationId } });
  return { team, conversationId, save, get, ctx: team.member("support") };
}

describe("a draft", () => {
  test("is kept for its member, goes on, and is nobody else's", async () => {
    const { team, save, get, ctx } = await make();
    expect(await get(ctx)).toEqual({ text: "", version: 0 });
    const first = await save(ctx, "Merhaba, kargo", 0);
    expect(first).toMatchObject({ text: "Merhaba, kargo", isSaved: true });
    const second = await save(ctx, "Merhaba, kargonuz yolda 👋", first.version);
    expect(second.version).toBeGreaterThan(first.version);
    expect(await get(ctx)).toEqual({ text: "Merhaba, kargonuz yolda 👋", version: second.version });
    expect(await get(team.member("owner"))).toEqual({ text: "", version: 0 });
    // Nor does the record of what was done hold it.
    const audit = await inWorkspace(ctx, (tx) => tx.select().from(auditLog));
    expect(JSON.stringify(audit)).not.toContain("Merhaba");
  });

  test("two screens: the later one is told what stands there, and wins when it writes again", async () => {
    const { save, get, ctx } = await make();
    const { version } = await save(ctx, "ilk", 0);
    const phone = await save(ctx, "telefondan", version);
    const desk = await save(ctx, "masadan", version);
    expect(desk).toEqual({ text: "telefondan", version: phone.version, isSaved: false });
    expect(await save(ctx, "masadan", desk.version)).toMatchObject({ isSaved: true });
    expect(await get(ctx)).toMatchObject({ text: "masadan" });
  });

  test("two first writes at once: one is kept, the other is told", async () => {
    const { save, ctx } = await make();
    const outcomes = await Promise.all(["bir", "iki"].map((text) => save(ctx, text, 0)));
    expect(outcomes.filter(({ isSaved }) => isSaved)).toHaveLength(1);
    expect(new Set(outcomes.map(({ text }) => text)).size).toBe(1);
  });

  test("goes with the reply, and a write that was on its way does not bring it back", async () => {
    const { conversationId, save, get, ctx } = await make();
    const { version } = await save(ctx, "Kargonuz yolda", 0);
    await replyToConversation({
      ctx,
      input: {
        conversationId,
        messageId: toPublicId("message", newId()),
        text: "Kargonuz yolda.",
        lastSeenSeq: 99,
        draftVersion: version,
      },
    });
    expect(await get(ctx)).toEqual({ text: "", version: 0 });
    expect(await save(ctx, "Kargonuz yolda.", version)).toEqual({ text: "", version: 0, isSaved: false });
    expect(await get(ctx)).toEqual({ text: "", version: 0 });
  });

  test("what was begun after a reply left its writer stays when that arrives an hour later", async () => {
    const { conversationId, save, get, ctx } = await make();
    const first = await save(ctx, "bekleyen yanıt", 0);
    const next = await save(ctx, "sonraki söz", first.version);
    await replyToConversation({
      ctx,
      input: {
        conversationId,
        messageId: toPublicId("message", newId()),
        text: "bekleyen yanıt",
        lastSeenSeq: 99,
        draftVersion: first.version,
      },
    });
    expect(await get(ctx)).toEqual({ text: "sonraki söz", version: next.version });
  });

  test("an empty one is none", async () => {
    const { save, get, ctx } = await make();
    const { version } = await save(ctx, "vazgeçtim", 0);
    expect(await save(ctx, "", version)).toEqual({ text: "", version: 0, isSaved: true });
    expect(await save(ctx, "", version)).toEqual({ text: "", version: 0, isSaved: true });
    expect(await get(ctx)).toEqual({ text: "", version: 0 });
    await inWorkspace(ctx, async (tx) => expect(await tx.$count(replyDrafts)).toBe(0));
  });

  test("an analyst keeps none, and another workspace's conversation is not found", async () => {
    const { team, conversationId, save, get } = await make();
    await expect(save(team.member("analyst"), "x", 0)).rejects.toBeInstanceOf(PermissionDenied);
    await expect(get(team.member("analyst"))).rejects.toBeInstanceOf(PermissionDenied);
    const ctx = (await makeWorkspace(test_.runtime)).member("owner");
    const input = { conversationId, text: "x", version: 0 };
    await expect(saveDraft({ ctx, input })).rejects.toBeInstanceOf(ConversationUnknown);
  });
});
