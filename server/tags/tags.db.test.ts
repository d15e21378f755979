import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, conversationTags } from "@/db/schema";
import { changeConversations, listConversations } from "@/server/conversations";
import { makeConversation } from "@/server/conversations/testing";
import { type Ctx, fromPublicId, inWorkspace, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { createTag } from "./create-tag";
import { deleteTag } from "./delete-tag";
import { TagNameTaken, TagNotFound } from "./errors";
import { listTags } from "./list-tags";
import { updateTag } from "./update-tag";

const test_ = useTestRuntime();
const names = async (ctx: Ctx) => (await listTags({ ctx })).map(({ name }) => name);

describe("tags", () => {
  test("are made, renamed and deleted, each audited; a deleted one leaves its conversations", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("supervisor");
    const tag = await createTag({ ctx, input: { name: " İade ", colour: "3" } });
    expect(tag).toMatchObject({ name: "İade", colour: "3" });
    const { publicId } = await makeConversation(team);
    const change = { kind: "tag", tagId: tag.id, isOn: true } as const;
    await changeConversations({ ctx, input: { changes: [{ conversationId: publicId, change }] } });
    await updateTag({ ctx, input: { tagId: tag.id, name: "İade ve değişim" } });
    expect(await names(ctx)).toEqual(["İade ve değişim"]);
    await deleteTag({ ctx, input: { tagId: tag.id } });
    expect(await names(ctx)).toEqual([]);
    expect(await inWorkspace(ctx, (tx) => tx.$count(conversationTags))).toBe(0);
    const { items } = await listConversations({ ctx, input: { status: "open" } });
    expect(items[0]?.tagIds).toEqual([]);
    const told = await inWorkspace(ctx, (tx) =>
      tx
        .select()
        .from(auditLog)
        .where(eq(auditLog.entityId, fromPublicId("tag", tag.id)!)),
    );
    expect(told.map(({ action }) => action).sort()).toEqual(["tag.create", "tag.delete", "tag.update"]);
  });

  test("of one name, however it is written, there is one: at once too", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const outcomes = await Promise.allSettled(
      ["Şikâyet", "SIKAYET"].map((name) => createTag({ ctx, input: { name } })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find((one) => one.status === "rejected")?.reason).toBeInstanceOf(TagNameTaken);
    const other = await createTag({ ctx, input: { name: "Başka" } });
    await expect(updateTag({ ctx, input: { tagId: other.id, name: "şikayet" } })).rejects.toBeInstanceOf(
      TagNameTaken,
    );
  });

  test("support reads and does not manage; another workspace's is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const tag = await createTag({ ctx: others.member("owner"), input: { name: "Gizli" } });
    expect(await names(team.member("analyst"))).toEqual([]);
    await expect(createTag({ ctx: team.member("support"), input: { name: "Ben" } })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    for (const verb of [updateTag, deleteTag]) {
      await expect(verb({ ctx: team.member("owner"), input: { tagId: tag.id } })).rejects.toBeInstanceOf(
        TagNotFound,
      );
    }
  });
});
