import { describe, expect, test } from "vitest";
import { auditLog, deliveries, messages } from "@/db/schema";
import { ConversationNotFound, getConversation } from "@/server/conversations";
import { makeConversation } from "@/server/conversations/testing";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { listNotifications } from "@/server/notifications";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { addNote } from "./add-note";
import { deleteNote } from "./delete-note";
import { editNote } from "./edit-note";
import { MentionInvalid, NoteIdTaken, NoteNotFound } from "./errors";
import { listNotes } from "./list-notes";

const test_ = useTestRuntime();
type Team = Awaited<ReturnType<typeof makeWorkspace>>;
const memberOf = (team: Team, role: string) =>
  toPublicId("member", team.team.find((one) => one.role === role)!.memberId);

const add = (ctx: Ctx, conversationId: string, text: string, mentions: string[] = [], id = newId()) =>
  addNote({ ctx, input: { conversationId, noteId: toPublicId("note", id), text, mentions } });
const texts = async (ctx: Ctx, conversationId: string) =>
  (await listNotes({ ctx, input: { conversationId } })).map(({ text }) => text);

describe("notes", () => {
  test("stand with the customer for the team, move nothing and are sent to nobody", async () => {
    const team = await makeWorkspace(test_.runtime);
    const earlier = await makeConversation(team, { status: "closed", says: [] });
    const now = await makeConversation(team, { after: earlier, says: [] });
    const ctx = team.member("support");
    const before = await getConversation({ ctx, input: { conversationId: now.publicId } });
    await add(ctx, earlier.publicId, "Kargo firmasıyla görüştüm");
    test_.clock.advance(1_000);
    const note = await add(ctx, now.publicId, "İade kabul edildi");
    expect(note).toMatchObject({ member: { name: "Deniz support" }, mentions: [], editedAt: null });
    expect(await texts(team.member("analyst"), now.publicId)).toEqual([
      "Kargo firmasıyla görüştüm",
      "İade kabul edildi",
    ]);
    expect(await getConversation({ ctx, input: { conversationId: now.publicId } })).toEqual(before);
    await inWorkspace(ctx, async (tx) => {
      expect(await tx.$count(messages)).toBe(0);
      expect(await tx.$count(deliveries)).toBe(0);
    });
  });

  test("the same call again adds nothing; another's id is refused", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team);
    const id = newId();
    await Promise.all([1, 2, 3].map(() => add(team.member("support"), publicId, "Bir kez", [], id)));
    expect(await texts(team.member("owner"), publicId)).toEqual(["Bir kez"]);
    await expect(add(team.member("owner"), publicId, "Benim", [], id)).rejects.toBeInstanceOf(NoteIdTaken);
  });

  test("whoever is called is told once; an edit calls anew, and takes back; what is deleted is told no more", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team, { name: "Ayşe Kaya" });
    const [writer, called, other] = [team.member("support"), team.member("supervisor"), team.member("owner")];
    const note = await add(writer, publicId, "@Deniz supervisor bakar mısın", [memberOf(team, "supervisor")]);
    const told = async (ctx: Ctx) =>
      (await listNotifications({ ctx })).items.map(({ kind, params, href }) => ({ kind, params, href }));
    const mention = (text: string) => ({
      kind: "mentioned",
      params: { by: "Deniz support", customer: "Ayşe Kaya", text },
      href: `conversations?c=${publicId}`,
    });
    expect(await told(called)).toEqual([mention("@Deniz supervisor bakar mısın")]);
    expect(await told(other)).toEqual([]);
    const edit = (text: string, ...roles: string[]) =>
      editNote({
        ctx: writer,
        input: { noteId: note.id, text, mentions: roles.map((role) => memberOf(team, role)) },
      });
    await edit("@Deniz supervisor ve @Deniz owner", "supervisor", "owner");
    expect(await told(called)).toHaveLength(1);
    expect(await told(other)).toEqual([mention("@Deniz supervisor ve @Deniz owner")]);
    await edit("@Deniz owner", "owner");
    expect(await told(called)).toEqual([]);
    await deleteNote({ ctx: writer, input: { noteId: note.id } });
    expect(await told(other)).toEqual([]);
    await deleteNote({ ctx: writer, input: { noteId: note.id, isDeleted: false } });
    expect(await told(other)).toHaveLength(1);
    // Whoever writes a note is not told of it.
    expect(await told(writer)).toEqual([]);
  });

  test("is changed by its writer, deleted by its writer or a lead, and put back; all audited without its words", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team);
    const [writer, colleague, lead] = [
      team.member("support"),
      { ...team.member("admin"), actor: { ...team.member("admin").actor, role: "support" } } as Ctx,
      team.member("supervisor"),
    ];
    const { id: noteId } = await add(writer, publicId, "Gizli sözler");
    await expect(editNote({ ctx: lead, input: { noteId, text: "x" } })).rejects.toBeInstanceOf(NoteNotFound);
    await expect(deleteNote({ ctx: colleague, input: { noteId } })).rejects.toBeInstanceOf(NoteNotFound);
    await editNote({ ctx: writer, input: { noteId, text: "Başka sözler" } });
    await deleteNote({ ctx: lead, input: { noteId } });
    expect(await texts(writer, publicId)).toEqual([]);
    await expect(editNote({ ctx: writer, input: { noteId, text: "y" } })).rejects.toBeInstanceOf(
      NoteNotFound,
    );
    await deleteNote({ ctx: lead, input: { noteId, isDeleted: false } });
    expect(await texts(writer, publicId)).toEqual(["Başka sözler"]);
    const told = await inWorkspace(writer, (tx) => tx.select().from(auditLog));
    expect(told.map(({ action }) => action).sort()).toEqual([
      "note.add",
      "note.delete",
      "note.edit",
      "note.restore",
    ]);
    expect(JSON.stringify(told)).not.toContain("sözler");
  });

  test("nobody is called who reads only, has left, or is a stranger", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId } = await makeConversation(team);
    for (const called of [memberOf(team, "analyst"), memberOf(others, "support")]) {
      await expect(add(team.member("owner"), publicId, "@x", [called])).rejects.toBeInstanceOf(
        MentionInvalid,
      );
    }
    expect(await texts(team.member("owner"), publicId)).toEqual([]);
  });

  test("an analyst writes none; another workspace's conversation and note are not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { publicId } = await makeConversation(others);
    await expect(add(others.member("analyst"), publicId, "x")).rejects.toBeInstanceOf(PermissionDenied);
    await expect(add(team.member("owner"), publicId, "x")).rejects.toBeInstanceOf(ConversationNotFound);
    await expect(texts(team.member("owner"), publicId)).rejects.toBeInstanceOf(ConversationNotFound);
    const { id: noteId } = await add(others.member("owner"), publicId, "x");
    const ctx = team.member("owner");
    await expect(editNote({ ctx, input: { noteId, text: "y" } })).rejects.toBeInstanceOf(NoteNotFound);
    await expect(deleteNote({ ctx, input: { noteId } })).rejects.toBeInstanceOf(NoteNotFound);
  });
});
