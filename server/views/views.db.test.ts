import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema";
import { type Ctx, fromPublicId, inWorkspace, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { deleteInboxView } from "./delete-inbox-view";
import { InboxViewNotFound, TooManyInboxViews } from "./errors";
import { listInboxViews } from "./list-inbox-views";
import { saveInboxView } from "./save-inbox-view";
import { maxInboxViews } from "./schemas";

const test_ = useTestRuntime();
const names = async (ctx: Ctx) => (await listInboxViews({ ctx })).map(({ name }) => name);

describe("saved views", () => {
  test("one's own is one's own, a shared one everybody's; leads change what is shared", async () => {
    const team = await makeWorkspace(test_.runtime);
    const [maker, colleague, lead] = [
      team.member("support"),
      team.member("admin"),
      team.member("supervisor"),
    ];
    const own = await saveInboxView({ ctx: maker, input: { name: "Bana düşenler", query: "assignee=me" } });
    const shared = await saveInboxView({
      ctx: maker,
      input: { name: "Acil iadeler", query: "status=handed_off&priority=urgent", isShared: true },
    });
    expect(await names(maker)).toEqual(["Acil iadeler", "Bana düşenler"]);
    expect(await listInboxViews({ ctx: colleague })).toEqual([{ ...shared, isOwn: false }]);
    await saveInboxView({
      ctx: lead,
      input: { inboxViewId: shared.id, name: "Acil", query: "priority=urgent", isShared: true },
    });
    expect(await names(maker)).toEqual(["Acil", "Bana düşenler"]);
    await expect(deleteInboxView({ ctx: lead, input: { inboxViewId: own.id } })).rejects.toBeInstanceOf(
      InboxViewNotFound,
    );
    await deleteInboxView({ ctx: lead, input: { inboxViewId: shared.id } });
    expect(await names(colleague)).toEqual([]);
    const told = await inWorkspace(maker, (tx) =>
      tx
        .select()
        .from(auditLog)
        .where(eq(auditLog.entityId, fromPublicId("inboxView", shared.id)!)),
    );
    expect(told.map(({ action }) => action).sort()).toEqual([
      "inboxView.delete",
      "inboxView.save",
      "inboxView.save",
    ]);
  });

  test("there are as many as one can find one's way among", async () => {
    const ctx = (await makeWorkspace(test_.runtime)).member("owner");
    for (let n = 0; n < maxInboxViews; n += 1)
      await saveInboxView({ ctx, input: { name: `Görünüm ${n}`, query: "" } });
    await expect(saveInboxView({ ctx, input: { name: "Bir daha", query: "" } })).rejects.toBeInstanceOf(
      TooManyInboxViews,
    );
  });

  test("an analyst reads them only; another workspace's is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const input = { name: "Ortak", query: "", isShared: true };
    const view = await saveInboxView({ ctx: others.member("owner"), input });
    await expect(saveInboxView({ ctx: others.member("analyst"), input })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    await expect(
      deleteInboxView({ ctx: team.member("owner"), input: { inboxViewId: view.id } }),
    ).rejects.toBeInstanceOf(InboxViewNotFound);
  });
});
