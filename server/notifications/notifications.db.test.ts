import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, conversations, laterJobs, members, notifications, outbox } from "@/db/schema";
import { changeConversations } from "@/server/conversations";
import { makeConversation } from "@/server/conversations/testing";
import { type Ctx, inWorkspace, type MemberRole, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { acceptInvitation, createInvitation } from "@/server/members";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { countUnread } from "./count-unread";
import { NotificationNotFound } from "./errors";
import { forgetNotifications } from "./forget-notifications";
import { notificationLaterHandlers, notificationRules } from "./index";
import { listNotifications } from "./list-notifications";
import { markNotifications } from "./mark-notifications";
import { getNotificationSettings, updateNotificationSettings } from "./notification-settings";
import { type Notice, notify } from "./notify";

const test_ = useTestRuntime();
type Team = Awaited<ReturnType<typeof makeWorkspace>>;

const system = (team: Team) => team.as({ kind: "system", name: "test" });
const tell = (ctx: Ctx, notice: Partial<Notice<"task-due">> = {}) =>
  inWorkspace(ctx, (tx) =>
    notify(tx, ctx, {
      kind: "task-due",
      key: `task-due ${newId()}`,
      who: "answering",
      params: { title: "Ara" },
      href: "conversations",
      ...notice,
    }),
  );
const told = async (ctx: Ctx) => (await listNotifications({ ctx })).items;
const idOf = (team: Team, role: MemberRole) => team.team.find((one) => one.role === role)!;

describe("notify", () => {
  test("tells those it is for, in the caller's transaction and not when that fails", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = system(team);
    await tell(ctx);
    const failed = inWorkspace(ctx, async (tx) => {
      await notify(tx, ctx, {
        kind: "task-due",
        key: "never",
        who: "answering",
        params: { title: "x" },
        href: "conversations",
      });
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    for (const role of ["owner", "admin", "supervisor", "support"] as const)
      expect(await told(team.member(role))).toMatchObject([
        { kind: "task-due", params: { title: "Ara" }, href: "conversations", isRead: false },
      ]);
    expect(await told(team.member("analyst"))).toEqual([]);
    const events = await inWorkspace(ctx, (tx) => tx.select().from(outbox));
    expect(events.map(({ name, aggregateId }) => `${name} ${aggregateId}`).sort()).toEqual(
      ["owner", "admin", "supervisor", "support"]
        .map((role) => `notification/changed ${idOf(team, role as MemberRole).memberId}`)
        .sort(),
    );
  });

  test("tells the same thing once, however often and however many at once", async () => {
    const team = await makeWorkspace(test_.runtime);
    const key = "task-due once";
    const runs = await Promise.all([1, 2, 3, 4].map(() => tell(system(team), { key })));
    expect(runs.map(({ length }) => length).sort()).toEqual([0, 0, 0, 4]);
    expect(await told(team.member("owner"))).toHaveLength(1);
  });

  test("a newer one takes the place of an unread one about the same thing, and leaves a read one", async () => {
    const team = await makeWorkspace(test_.runtime);
    const subject = { kind: "task", id: newId() } as const;
    const owner = team.member("owner");
    await tell(system(team), { subject, params: { title: "bir" } });
    const [first] = await told(owner);
    await markNotifications({
      ctx: team.member("admin"),
      input: {
        which: { of: "these", notificationIds: [(await told(team.member("admin")))[0]!.id] },
      },
    });
    test_.clock.advance(1_000);
    await tell(system(team), { subject, params: { title: "iki" } });
    expect((await told(owner)).map(({ params }) => params.title)).toEqual(["iki"]);
    expect((await told(team.member("admin"))).map(({ params }) => params.title)).toEqual(["iki", "bir"]);
    // What was replaced cannot be marked any more.
    await expect(
      markNotifications({ ctx: owner, input: { which: { of: "upTo", notificationId: first!.id } } }),
    ).rejects.toBeInstanceOf(NotificationNotFound);
  });

  test("passes over who acts, who has left, who may never see it, and strangers", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const ctx = team.member("owner");
    const everybody = [...team.team, ...others.team].map(({ personId }) => personId);
    await inWorkspace(ctx, (tx) =>
      tx
        .update(members)
        .set({ removedAt: ctx.clock.now() })
        .where(eq(members.id, idOf(team, "admin").memberId)),
    );
    await inWorkspace(ctx, (tx) =>
      notify(tx, ctx, {
        kind: "sla-near",
        key: "k",
        personIds: everybody,
        params: { customer: "A", minutes: 5 },
        href: "conversations",
      }),
    );
    const readers = await inWorkspace(ctx, (tx) =>
      tx.select({ personId: notifications.personId }).from(notifications),
    );
    const expected = (["supervisor", "support"] as const).map((role) => idOf(team, role).personId);
    expect(readers.map(({ personId }) => personId).sort()).toEqual(expected.sort());
    expect(await told(others.member("owner"))).toEqual([]);
  });

  test("leads below its workspace and nowhere else", async () => {
    const ctx = system(await makeWorkspace(test_.runtime));
    for (const href of [
      "/w/other",
      "https://evil.example",
      "//evil.example",
      "../x",
      "",
      "javascript:alert(1)",
    ])
      await expect(tell(ctx, { href }), href).rejects.toThrow("leads below");
  });

  test("what is typed by people stays one line of 200 letters", async () => {
    const team = await makeWorkspace(test_.runtime);
    await tell(system(team), { params: { title: `${"a\n\u2028b ".repeat(200)}` } });
    const title = String((await told(team.member("owner")))[0]!.params.title);
    expect([...title]).toHaveLength(200);
    expect(title).toMatch(/^[ab ]+…$/);
  });
});

describe("the list", () => {
  test("comes in pages, newest first, all or unread only, and counts up to a hundred", async () => {
    const team = await makeWorkspace(test_.runtime);
    const owner = team.member("owner");
    const { personId } = idOf(team, "owner");
    await inWorkspace(system(team), async (tx) => {
      for (let i = 0; i < 103; i += 1)
        await notify(tx, system(team), {
          ...{ kind: "task-due" as const, key: `task-due ${i}`, personIds: [personId] },
          ...{ params: { title: `${i}` }, href: "conversations" },
        });
    });
    expect(await countUnread({ ctx: owner })).toEqual({ unread: 100 });
    const first = await listNotifications({ ctx: owner });
    expect(first.items[0]!.params.title).toBe("102");
    await markNotifications({
      ctx: owner,
      input: { which: { of: "these", notificationIds: first.items.slice(0, 5).map(({ id }) => id) } },
    });
    const titles: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await listNotifications({
        ctx: owner,
        input: { isUnread: true, ...(cursor && { cursor }) },
      });
      titles.push(...page.items.map(({ params }) => params.title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(titles).toEqual(Array.from({ length: 98 }, (_, i) => `${97 - i}`));
  });

  test("is read up to what was seen, and unread again one by one", async () => {
    const team = await makeWorkspace(test_.runtime);
    const owner = team.member("owner");
    await tell(system(team));
    await tell(system(team));
    const [newest, oldest] = await told(owner);
    await tell(system(team));
    const upTo = { which: { of: "upTo" as const, notificationId: newest!.id } };
    expect(await markNotifications({ ctx: owner, input: upTo })).toEqual({ unread: 1 });
    const back = { which: { of: "these" as const, notificationIds: [oldest!.id] }, isRead: false };
    expect(await markNotifications({ ctx: owner, input: back })).toEqual({ unread: 2 });
    expect(await countUnread({ ctx: team.member("support") })).toEqual({ unread: 3 });
    // A reader's own business: nothing of it is in the audit.
    expect(await inWorkspace(owner, (tx) => tx.$count(auditLog))).toBe(0);
  });

  test("a colleague's and another workspace's are not found; the product itself reads none", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    await tell(system(team));
    const [mine] = await told(team.member("owner"));
    const input = { which: { of: "these" as const, notificationIds: [mine!.id] } };
    for (const ctx of [team.member("support"), others.member("owner")])
      await expect(markNotifications({ ctx, input })).rejects.toBeInstanceOf(NotificationNotFound);
    const ctx = system(team);
    await expect(listNotifications({ ctx })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(countUnread({ ctx })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(markNotifications({ ctx, input })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(getNotificationSettings({ ctx })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(updateNotificationSettings({ ctx, input: {} })).rejects.toBeInstanceOf(PermissionDenied);
  });

  test("is forgotten after ninety days", async () => {
    const team = await makeWorkspace(test_.runtime);
    const owner = team.member("owner");
    await tell(system(team), { params: { title: "eski" } });
    test_.clock.advance(89 * 86_400_000);
    await tell(system(team), { params: { title: "yeni" } });
    test_.clock.advance(86_400_001);
    await forgetNotifications(system(team));
    expect((await told(owner)).map(({ params }) => params.title)).toEqual(["yeni"]);
  });
});

describe("the settings", () => {
  test("are the reader's own, name only what the role shows, and are audited", async () => {
    const team = await makeWorkspace(test_.runtime);
    const [owner, analyst] = [team.member("owner"), team.member("analyst")];
    expect((await getNotificationSettings({ ctx: owner })).kinds).toHaveLength(8);
    expect((await getNotificationSettings({ ctx: analyst })).kinds.map(({ kind }) => kind)).toEqual([
      "task-due",
      "rating-low",
    ]);
    const changes = [{ kind: "task-due", way: "panel", isOn: false } as const];
    await updateNotificationSettings({ ctx: owner, input: { changes, quiet: { from: 1_320, to: 420 } } });
    await tell(system(team));
    expect(await told(owner)).toEqual([]);
    expect(await told(team.member("admin"))).toHaveLength(1);
    // What is not named stays.
    const after = await updateNotificationSettings({ ctx: owner, input: {} });
    expect(after.quiet).toEqual({ from: 1_320, to: 420 });
    expect(after.kinds.find(({ kind }) => kind === "task-due")!.ways.panel).toBe(false);
    const audited = await inWorkspace(owner, (tx) => tx.select().from(auditLog));
    expect(audited.map(({ action, entityId }) => [action, entityId])).toContainEqual([
      "notification.configure",
      idOf(team, "owner").memberId,
    ]);
  });

  test("two windows at once lose nothing of each other", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    await Promise.all(
      (["assigned", "mentioned", "waiting", "sla-near"] as const).map((kind) =>
        updateNotificationSettings({ ctx, input: { changes: [{ kind, way: "panel", isOn: false }] } }),
      ),
    );
    const { kinds } = await getNotificationSettings({ ctx });
    expect(kinds.filter(({ ways }) => !ways.panel).map(({ kind }) => kind)).toEqual([
      "assigned",
      "mentioned",
      "waiting",
      "sla-near",
    ]);
  });
});

/** Runs what the events of a workspace ask for, as the relay and the later loop do. */
async function runJobs(team: Team): Promise<void> {
  const events = await inWorkspace(system(team), (tx) => tx.delete(outbox).returning());
  for (const row of events) {
    const event = { ...row, schemaVersion: 1, actor: { kind: row.actorKind, id: row.actorId } };
    for (const { events: names, jobs } of notificationRules) {
      if (!names.includes(row.name)) continue;
      for (const { kind, subject } of jobs(event)) {
        const job = { workspaceId: team.workspace.id, kind, subject, attempts: 1 };
        await notificationLaterHandlers[kind]!(job);
        // Killed after its commit, it runs again.
        await notificationLaterHandlers[kind]!(job);
      }
    }
  }
  await inWorkspace(system(team), (tx) => tx.delete(laterJobs));
}

describe("what tells", () => {
  const assign = (ctx: Ctx, conversationId: string, memberId: string | null) =>
    changeConversations({
      ctx,
      input: {
        changes: [
          {
            conversationId,
            change: { kind: "assign", memberId: memberId && toPublicId("member", memberId) },
          },
        ],
      },
    });

  test("whoever is given a conversation hears from whom; who takes it themselves hears nothing", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team, { status: "handed_off", name: "Ayşe Kaya" });
    await assign(team.member("owner"), publicId, idOf(team, "support").memberId);
    expect(await told(team.member("support"))).toMatchObject([
      {
        kind: "assigned",
        params: { customer: "Ayşe Kaya", by: "Deniz owner" },
        href: `conversations?c=${publicId}`,
      },
    ]);
    await assign(team.member("admin"), publicId, idOf(team, "admin").memberId);
    expect(await told(team.member("admin"))).toEqual([]);
    // Opened, it is read, whatever it was about it.
    const which = { of: "conversation" as const, conversationId: publicId };
    expect(await markNotifications({ ctx: team.member("support"), input: { which } })).toEqual({ unread: 0 });
  });

  test("one that waits for nobody in particular is told to the team, until somebody has it", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId } = await makeConversation(team, { status: "handed_off", name: "Ayşe Kaya" });
    const kinds = async (role: MemberRole) => (await told(team.member(role))).map(({ kind }) => kind);
    await assign(team.member("owner"), publicId, idOf(team, "support").memberId);
    await runJobs(team);
    expect(await kinds("supervisor")).toEqual([]);
    await assign(team.member("owner"), publicId, null);
    await runJobs(team);
    expect(await kinds("supervisor")).toEqual(["waiting"]);
    expect(await kinds("support")).toEqual(["waiting", "assigned"]);
    expect(await kinds("analyst")).toEqual([]);
    await assign(team.member("owner"), publicId, idOf(team, "support").memberId);
    await runJobs(team);
    expect(await kinds("supervisor")).toEqual([]);
  });

  test("nobody is told of one that is put off or spam", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { publicId, id } = await makeConversation(team, { status: "handed_off" });
    await assign(team.member("owner"), publicId, idOf(team, "support").memberId);
    await assign(team.member("owner"), publicId, null);
    await inWorkspace(system(team), (tx) =>
      tx.update(conversations).set({ spamAt: test_.clock.now() }).where(eq(conversations.id, id)),
    );
    await runJobs(team);
    expect(await told(team.member("supervisor"))).toEqual([]);
  });

  test("whoever has invited hears that the invitation was accepted", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const { url } = await createInvitation({
      ctx: team.member("admin"),
      input: { role: "support", locale: "tr" },
    });
    const guest = others.member("owner").actor;
    if (guest.kind !== "member") throw new Error("A member.");
    const person = { personId: guest.personId, address: null };
    await acceptInvitation({ token: new URL(url).pathname.split("/").at(-1)!, person });
    expect(await told(team.member("admin"))).toMatchObject([
      { kind: "invitation-accepted", params: { name: "Deniz owner" }, href: "settings/members" },
    ]);
    expect(await told(team.member("owner"))).toEqual([]);
  });
});
