import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, conversationTags, members, messages, notes } from "@/db/schema";
import { type ConversationChange, changeConversations } from "@/server/conversations";
import { makeConversation, readConversation } from "@/server/conversations/testing";
import { getDraft } from "@/server/drafts";
import { type Ctx, fromPublicId, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { deleteReply, saveReply } from "@/server/replies";
import { createTag, deleteTag } from "@/server/tags";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { deleteMacro } from "./delete-macro";
import { MacroBroken, MacroInvalid, MacroNameTaken, MacroNotFound } from "./errors";
import { listMacros } from "./list-macros";
import { runMacro } from "./run-macro";
import { saveMacro } from "./save-macro";
import type { SaveMacroInput } from "./schemas";

const test_ = useTestRuntime();

async function make() {
  const team = await makeWorkspace(test_.runtime);
  const lead = team.member("supervisor");
  const ctx = team.member("support");
  const tag = await createTag({ ctx: lead, input: { name: "İade" } });
  const reply = await saveReply({
    ctx,
    input: { shortcut: "iade", text: "Merhaba {{customer.firstName}}, ben {{member.name}}." },
  });
  const support = toPublicId("member", team.team.find(({ role }) => role === "support")!.memberId);
  const keep = (actions: SaveMacroInput["actions"], name = "İade süreci") =>
    saveMacro({ ctx: lead, input: { name, actions } });
  const targetOf = (conversation: { publicId: string }, lastSeenSeq = 99) => ({
    conversationId: conversation.publicId,
    messageId: toPublicId("message", newId()),
    noteId: toPublicId("note", newId()),
    lastSeenSeq,
  });
  const said = (conversationId: string) =>
    inWorkspace(ctx, async (tx) =>
      (
        await tx
          .select({ text: messages.text })
          .from(messages)
          .where(eq(messages.conversationId, conversationId))
          .orderBy(asc(messages.seq))
      ).map(({ text }) => text),
    );
  return { team, lead, ctx, tag, reply, support, keep, targetOf, said };
}

describe("keeping macros", () => {
  test("made, changed, listed and forgotten, each audited without its texts", async () => {
    const { team, lead, tag, keep } = await make();
    const made = await keep([
      { kind: "close" },
      { kind: "tag", tagId: tag.id, isOn: true },
      { kind: "note", text: "Gizli söz" },
    ]);
    expect(made.actions.map(({ kind }) => kind)).toEqual(["note", "tag", "close"]);
    const changed = await saveMacro({
      ctx: lead,
      input: { macroId: made.id, name: "Kapanış", actions: [{ kind: "close" }] },
    });
    expect(await listMacros({ ctx: team.member("analyst") })).toEqual([changed]);
    expect(await deleteMacro({ ctx: lead, input: { macroId: made.id } })).toMatchObject({ name: "Kapanış" });
    expect(await listMacros({ ctx: lead })).toEqual([]);
    const told = await inWorkspace(lead, (tx) =>
      tx
        .select()
        .from(auditLog)
        .where(eq(auditLog.entityId, fromPublicId("macro", made.id)!)),
    );
    expect(told.map(({ action }) => action).sort()).toEqual(["macro.delete", "macro.save", "macro.save"]);
    expect(JSON.stringify(told)).not.toContain("Gizli");
  });

  test("one name, one macro: whatever its case and marks, at once too", async () => {
    const { keep, lead } = await make();
    const outcomes = await Promise.allSettled([
      keep([{ kind: "close" }], "IADE"),
      keep([{ kind: "close" }], "ıade"),
    ]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: expect.any(MacroNameTaken),
    });
    expect(await listMacros({ ctx: lead })).toHaveLength(1);
  });

  test("steps that do not go together, or name what is not there, are not kept", async () => {
    const { keep, reply, support } = await make();
    for (const actions of [
      [{ kind: "close" }, { kind: "close" }],
      [{ kind: "close" }, { kind: "snooze", hours: 2 }],
      [
        { kind: "reply", cannedReplyId: reply.id },
        { kind: "draft", cannedReplyId: reply.id },
      ],
      [{ kind: "assign", to: "member" }],
      [{ kind: "assign", to: "me", memberId: support }],
    ] satisfies SaveMacroInput["actions"][])
      await expect(keep(actions), JSON.stringify(actions)).rejects.toBeInstanceOf(MacroInvalid);
    const missing = toPublicId("tag", newId());
    await expect(
      keep([{ kind: "close" }, { kind: "tag", tagId: missing, isOn: true }]),
    ).rejects.toMatchObject({
      code: "MACRO_BROKEN",
      data: { missing: [{ step: 0, what: "tag" }] },
    });
  });

  test("support runs them and makes none; an analyst does neither; a neighbour's is not found", async () => {
    const { team, ctx, keep, targetOf } = await make();
    const { id: macroId } = await keep([{ kind: "close" }]);
    const conversation = await makeConversation(team);
    const input = { name: "x", actions: [{ kind: "close" as const }] };
    await expect(saveMacro({ ctx, input })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(deleteMacro({ ctx, input: { macroId } })).rejects.toBeInstanceOf(PermissionDenied);
    const run = { macroId, conversations: [targetOf(conversation)] };
    await expect(runMacro({ ctx: team.member("analyst"), input: run })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    const others = (await makeWorkspace(test_.runtime)).member("owner");
    await expect(runMacro({ ctx: others, input: run })).rejects.toBeInstanceOf(MacroNotFound);
    await expect(saveMacro({ ctx: others, input: { ...input, macroId } })).rejects.toBeInstanceOf(
      MacroNotFound,
    );
    await expect(deleteMacro({ ctx: others, input: { macroId } })).rejects.toBeInstanceOf(MacroNotFound);
    expect(await listMacros({ ctx: others })).toEqual([]);
  });
});

describe("running a macro", () => {
  test("says, sorts and ends, audited; its moves are taken back in reverse", async () => {
    const { team, ctx, tag, reply, keep, targetOf, said } = await make();
    const macro = await keep([
      { kind: "close" },
      { kind: "tag", tagId: tag.id, isOn: true },
      { kind: "prioritise", priority: "high" },
      { kind: "reply", cannedReplyId: reply.id },
      { kind: "note", text: "İade başladı" },
    ]);
    const conversation = await makeConversation(team, { status: "handed_off", name: "Ayşe Yılmaz" });
    const target = targetOf(conversation, 1);
    const input = { macroId: macro.id, conversations: [target] };
    const { done, refused } = await runMacro({ ctx, input });
    expect(refused).toEqual([]);
    expect(await said(conversation.id)).toEqual(["Kargom nerede?", "Merhaba Ayşe, ben Deniz support."]);
    expect(await readConversation(team, conversation.id)).toMatchObject({
      status: "closed",
      priority: "high",
    });
    const readNotes = () =>
      inWorkspace(ctx, (tx) => tx.select().from(notes).where(eq(notes.conversationId, conversation.id)));
    expect(await readNotes()).toMatchObject([{ text: "İade başladı" }]);

    // The same press again: nothing is said twice.
    expect(await runMacro({ ctx, input })).toMatchObject({ done: [{ undo: [], isSaid: true }] });
    expect(await said(conversation.id)).toHaveLength(2);
    expect(await readNotes()).toHaveLength(1);

    expect(done[0]!.undo.map(({ kind }) => kind)).toEqual(["reopen", "prioritise", "tag"]);
    await changeConversations({
      ctx,
      input: {
        changes: done[0]!.undo.map((change: ConversationChange) => ({
          conversationId: conversation.publicId,
          change,
        })),
      },
    });
    expect(await readConversation(team, conversation.id)).toMatchObject({
      status: "handed_off",
      priority: "normal",
    });
    const tagged = await inWorkspace(ctx, (tx) =>
      tx.select().from(conversationTags).where(eq(conversationTags.conversationId, conversation.id)),
    );
    expect(tagged).toEqual([]);
    const told = await inWorkspace(ctx, (tx) =>
      tx
        .select({ action: auditLog.action })
        .from(auditLog)
        .where(and(eq(auditLog.entityId, conversation.id), eq(auditLog.action, "macro.run"))),
    );
    expect(told).toHaveLength(1);
  });

  test("leaves a draft behind what was begun, once, and sends nothing", async () => {
    const { team, ctx, reply, keep, targetOf, said } = await make();
    const macro = await keep([{ kind: "draft", cannedReplyId: reply.id }]);
    const conversation = await makeConversation(team, { name: "Ali Kaya" });
    const input = { macroId: macro.id, conversations: [targetOf(conversation)] };
    await runMacro({ ctx, input });
    await runMacro({ ctx, input });
    expect(await getDraft({ ctx, input: { conversationId: conversation.publicId } })).toMatchObject({
      text: "Merhaba Ali, ben Deniz support.",
    });
    expect(await said(conversation.id)).toHaveLength(1);
  });

  test("of many, one that refuses a step is left whole and named; the others are done", async () => {
    const { team, ctx, tag, keep, targetOf } = await make();
    const macro = await keep([{ kind: "tag", tagId: tag.id, isOn: true }, { kind: "close" }]);
    const [fine, closed, unread] = [
      await makeConversation(team),
      await makeConversation(team, { status: "closed" }),
      await makeConversation(team, { says: ["bir", "iki"] }),
    ];
    const { done, refused } = await runMacro({
      ctx,
      input: { macroId: macro.id, conversations: [targetOf(fine), targetOf(closed), targetOf(unread, 1)] },
    });
    expect(done.map(({ conversationId }) => conversationId)).toEqual([fine.publicId]);
    expect(refused).toEqual([
      { conversationId: closed.publicId, code: "CONVERSATION_STATE_INVALID" },
      { conversationId: unread.publicId, code: "CONVERSATION_UNREAD" },
    ]);
    const tagged = await inWorkspace(ctx, (tx) => tx.select().from(conversationTags));
    expect(tagged.map(({ conversationId }) => conversationId)).toEqual([fine.id]);
  });

  test("nothing is sent when a colleague answered meanwhile", async () => {
    const { team, ctx, reply, tag, keep, targetOf, said } = await make();
    const macro = await keep([
      { kind: "reply", cannedReplyId: reply.id },
      { kind: "tag", tagId: tag.id, isOn: true },
    ]);
    const conversation = await makeConversation(team, { status: "handed_off" });
    const answer = await keep([{ kind: "reply", cannedReplyId: reply.id }], "Yanıt");
    await runMacro({
      ctx: team.member("owner"),
      input: { macroId: answer.id, conversations: [targetOf(conversation)] },
    });
    await expect(
      runMacro({ ctx, input: { macroId: macro.id, conversations: [targetOf(conversation, 1)] } }),
    ).rejects.toMatchObject({ code: "CONVERSATION_CHANGED" });
    expect(await said(conversation.id)).toHaveLength(2);
  });

  test("one that names a deleted tag, member or reply says so and does nothing", async () => {
    const { team, lead, ctx, tag, reply, support, keep, targetOf } = await make();
    const macros = [
      await keep([{ kind: "close" }, { kind: "tag", tagId: tag.id, isOn: true }], "Etiket"),
      await keep([{ kind: "assign", to: "member", memberId: support }], "Üye"),
      await keep([{ kind: "reply", cannedReplyId: reply.id }], "Yanıt"),
    ];
    await deleteTag({ ctx: lead, input: { tagId: tag.id } });
    await deleteReply({ ctx, input: { cannedReplyId: reply.id } });
    await inWorkspace(lead, (tx) =>
      tx
        .update(members)
        .set({ removedAt: test_.clock.now() })
        .where(eq(members.id, fromPublicId("member", support)!)),
    );
    expect((await listMacros({ ctx: lead })).map(({ name, missing }) => [name, missing])).toEqual([
      ["Etiket", [{ step: 0, what: "tag" }]],
      ["Üye", [{ step: 0, what: "member" }]],
      ["Yanıt", [{ step: 0, what: "cannedReply" }]],
    ]);
    const conversation = await makeConversation(team, { status: "handed_off" });
    const asOwner: Ctx = team.member("owner");
    for (const { id: macroId } of macros) {
      await expect(
        runMacro({ ctx: asOwner, input: { macroId, conversations: [targetOf(conversation)] } }),
      ).rejects.toBeInstanceOf(MacroBroken);
    }
    expect(await readConversation(team, conversation.id)).toMatchObject({ status: "handed_off" });
  });
});
