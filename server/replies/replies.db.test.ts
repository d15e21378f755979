import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema";
import { type Ctx, fromPublicId, inWorkspace, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { deleteReply } from "./delete-reply";
import { CannedReplyNotFound, ShortcutInvalid, ShortcutTaken, VariableUnknown } from "./errors";
import { listReplies } from "./list-replies";
import { saveReply } from "./save-reply";

const test_ = useTestRuntime();
const shortcuts = async (ctx: Ctx) => (await listReplies({ ctx })).map(({ shortcut }) => shortcut);

describe("canned replies", () => {
  test("are kept, changed and forgotten, each audited without its text", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("support");
    const made = await saveReply({
      ctx,
      input: { shortcut: "İade Süreci", text: "Gizli metin {{customer.name}}" },
    });
    expect(made.shortcut).toBe("iade-sureci");
    await saveReply({ ctx, input: { cannedReplyId: made.id, shortcut: "iade", text: "Yeni metin" } });
    expect(await listReplies({ ctx: team.member("analyst") })).toEqual([
      { id: made.id, shortcut: "iade", text: "Yeni metin" },
    ]);
    const deleted = await deleteReply({ ctx, input: { cannedReplyId: made.id } });
    expect(deleted).toEqual({ id: made.id, shortcut: "iade", text: "Yeni metin" });
    expect(await shortcuts(ctx)).toEqual([]);
    const told = await inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(auditLog)
        .where(eq(auditLog.entityId, fromPublicId("cannedReply", made.id)!)),
    );
    expect(told.map(({ action }) => action).sort()).toEqual([
      "cannedReply.delete",
      "cannedReply.save",
      "cannedReply.save",
    ]);
    expect(JSON.stringify(told)).not.toContain("metin");
  });

  test("one that was deleted is taken back as what it was, once", async () => {
    const ctx = (await makeWorkspace(test_.runtime)).member("support");
    const { id } = await saveReply({ ctx, input: { shortcut: "iade", text: "Metin" } });
    await deleteReply({ ctx, input: { cannedReplyId: id } });
    const back = { restoredId: id, shortcut: "iade", text: "Metin" };
    expect(await saveReply({ ctx, input: back })).toEqual({ id, shortcut: "iade", text: "Metin" });
    await expect(saveReply({ ctx, input: back })).rejects.toBeInstanceOf(ShortcutTaken);
  });

  test("one shortcut, one reply: at once too", async () => {
    const ctx = (await makeWorkspace(test_.runtime)).member("owner");
    const outcomes = await Promise.allSettled(
      ["Kargo", "KARGO"].map((shortcut) => saveReply({ ctx, input: { shortcut, text: "x" } })),
    );
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: expect.any(ShortcutTaken),
    });
    expect(await shortcuts(ctx)).toEqual(["kargo"]);
  });

  test.each([
    ["a shortcut of signs", { shortcut: "!!!", text: "x" }, ShortcutInvalid],
    ["an unknown variable", { shortcut: "x", text: "{{customer.iban}}" }, VariableUnknown],
  ])("%s is refused", async (_label, input, error) => {
    const ctx = (await makeWorkspace(test_.runtime)).member("owner");
    await expect(saveReply({ ctx, input })).rejects.toBeInstanceOf(error);
  });

  test("an analyst keeps none, and another workspace's is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const input = { shortcut: "gizli", text: "x" };
    const { id: cannedReplyId } = await saveReply({ ctx: others.member("owner"), input });
    await expect(saveReply({ ctx: others.member("analyst"), input })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    const ctx = team.member("owner");
    expect(await shortcuts(ctx)).toEqual([]);
    await expect(saveReply({ ctx, input: { ...input, cannedReplyId } })).rejects.toBeInstanceOf(
      CannedReplyNotFound,
    );
    await expect(deleteReply({ ctx, input: { cannedReplyId } })).rejects.toBeInstanceOf(CannedReplyNotFound);
  });
});
