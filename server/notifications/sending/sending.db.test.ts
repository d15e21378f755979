import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  channelTroubles,
  laterJobs,
  mails,
  members,
  notificationDeliveries,
  personAddresses,
  pushDevices,
} from "@/db/schema";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { makePushKeys } from "@/scripts/lib/secrets";
import { connectTelegramBot, reportRefusedToken } from "@/server/channels";
import { createTelegramLink } from "@/server/commands";
import {
  type Ctx,
  decrypt,
  endSession,
  fromHeaders,
  fromPublicId,
  inPerson,
  inWorkspace,
  type MemberRole,
  newId,
  type Session,
  startSession,
} from "@/server/kernel";
import { transferOwnership } from "@/server/members";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { deleteWorkspace } from "@/server/workspaces";
import { addPushDevice, listPushDevices, removePushDevice } from "../devices/push-devices";
import { PushAddressInvalid, PushDeviceNotFound } from "../errors";
import { notificationLaterHandlers, notificationRules } from "../index";
import { listNotifications } from "../list-notifications";
import { markNotifications } from "../mark-notifications";
import { updateNotificationSettings } from "../notification-settings";
import { notify } from "../notify";
import type { NotificationWay } from "../rules";

const keys = makePushKeys();
const test_ = useTestRuntime();
let running: TestSandbox;
let team: Awaited<ReturnType<typeof makeWorkspace>>;
let owner: Ctx;
let ownerId: string;

beforeAll(async () => {
  running = await startTestSandbox();
  const { env } = test_.runtime;
  env.origin = running.origin;
  env.pushKeys = { publicKey: keys.VAPID_PUBLIC_KEY, privateKey: keys.VAPID_PRIVATE_KEY };
});
afterAll(() => running.close());
beforeEach(async () => {
  team = await makeWorkspace(test_.runtime);
  owner = team.member("owner");
  ownerId = personOf("owner");
});

const handlers = notificationLaterHandlers;
const personOf = (role: MemberRole) => team.team.find((one) => one.role === role)!.personId;
const browser = fromHeaders(new Headers({ "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" }));

/** What is told to one person, with the customer's name in it. */
async function tell(personId = ownerId): Promise<string> {
  const ctx = team.as({ kind: "system", name: "test" });
  const [added] = await inWorkspace(ctx, (tx) =>
    notify(tx, ctx, {
      kind: "assigned",
      key: `assigned ${newId()}`,
      personIds: [personId],
      subject: { kind: "conversation", id: newId() },
      params: { customer: "Ayşe Kaya", by: "Deniz" },
      href: "conversations?c=cnv_1",
    }),
  );
  return added!.notificationId;
}

/** Runs the later jobs that are due, each twice: killed after its work, it is run again. Returns what they put off. */
async function runDue(): Promise<Record<string, Date>> {
  const putOff: Record<string, Date> = {};
  for (let round = 0; round < 3; round += 1) {
    const due = await inWorkspace(owner, (tx) => tx.select().from(laterJobs));
    for (const job of due) {
      const handler = handlers[job.kind];
      if (!handler || job.dueAt > test_.clock.now() || putOff[job.kind]) continue;
      const outcome = await handler({ ...job, attempts: 1 });
      if (!outcome) await handler({ ...job, attempts: 2 });
      if (outcome) putOff[job.kind] = outcome.againAt;
      else {
        const mine = and(eq(laterJobs.kind, job.kind), eq(laterJobs.subject, job.subject));
        await inWorkspace(owner, (tx) => tx.delete(laterJobs).where(mine));
      }
    }
  }
  return putOff;
}
const passTime = async (ms: number) => {
  test_.clock.advance(ms);
  return runDue();
};
const choose = (way: NotificationWay, isOn: boolean) =>
  updateNotificationSettings({ ctx: owner, input: { changes: [{ kind: "assigned", way, isOn }] } });

async function allowBrowser(personId = ownerId) {
  const { push } = running.sandbox;
  const subscription = push.subscribe({ applicationServerKey: keys.VAPID_PUBLIC_KEY });
  const session: Session = { personId, sessionId: await startSession({ personId, method: "test" }) };
  await addPushDevice({ session, request: browser, input: subscription });
  const shown = () =>
    push.messages(subscription.endpoint).map(({ text }) => JSON.parse(text) as { body: string });
  return { subscription, session, shown, push };
}

async function giveAddress(personId: string): Promise<string> {
  const address = `${personId.slice(-8)}@example.com`;
  await inPerson(personId, (tx) =>
    tx.insert(personAddresses).values({ personId, address, verifiedAt: test_.clock.now() }),
  );
  return address;
}
/** The mails of the workspace with what they say, oldest first. */
async function readMails() {
  const rows = await inWorkspace(owner, (tx) => tx.select().from(mails).orderBy(mails.id));
  return rows.map((row) => ({
    template: row.template,
    to: row.address,
    says: JSON.parse(decrypt(test_.runtime.env, row.contentEncrypted!, `mail:${row.id}`)) as {
      title: string;
      lines: string[];
    },
  }));
}

describe("to a browser", () => {
  test("goes once, encrypted, after a moment, and says no names unless its reader wants them", async () => {
    const { shown } = await allowBrowser();
    const id = await tell();
    expect(await passTime(4_000)).toEqual({});
    expect(shown()).toEqual([]);
    await passTime(2_000);
    expect(shown()).toEqual([
      {
        id,
        title: "Deneme Mağazası",
        body: "Size bir konuşma verildi",
        path: `/w/${team.workspace.slug}/conversations?c=cnv_1`,
        lang: "tr",
        dir: "ltr",
      },
    ]);
    await updateNotificationSettings({ ctx: owner, input: { showsNames: true } });
    await tell();
    await passTime(6_000);
    expect(shown().at(-1)?.body).toBe("Deniz, Ayşe Kaya ile konuşmayı size verdi");
  });

  test("does not go to who has read it, wants none, has left, or has signed out", async () => {
    const { shown, session } = await allowBrowser();
    const id = await tell();
    const { items } = await listNotifications({ ctx: owner });
    expect(items).toHaveLength(1);
    await markNotifications({
      ctx: owner,
      input: { which: { of: "these", notificationIds: [items[0]!.id] } },
    });
    await passTime(6_000);
    await tell();
    await choose("push", false);
    await passTime(6_000);
    await choose("push", true);
    await tell();
    const setRemoved = (removedAt: Date | null) =>
      inWorkspace(owner, (tx) => tx.update(members).set({ removedAt }).where(eq(members.personId, ownerId)));
    await setRemoved(test_.clock.now());
    await passTime(6_000);
    await setRemoved(null);
    expect(shown()).toEqual([]);
    await tell();
    await endSession(session);
    await passTime(6_000);
    expect(shown()).toEqual([]);
    expect(await listPushDevices({ session })).toEqual([]);
    expect(id).toBeTruthy();
  });

  test("waits for the end of quiet hours, by the workspace's clock", async () => {
    const { shown } = await allowBrowser();
    const minute = () => {
      const istanbul = new Date(test_.clock.now().getTime() + 3 * 3_600_000);
      return istanbul.getUTCHours() * 60 + istanbul.getUTCMinutes();
    };
    const quiet = { from: minute(), to: (minute() + 90) % 1_440 };
    await updateNotificationSettings({ ctx: owner, input: { quiet } });
    await tell();
    const { "notifications/push": againAt } = await passTime(6_000);
    expect(shown()).toEqual([]);
    const waits = againAt!.getTime() - test_.clock.now().getTime();
    expect(waits).toBeGreaterThan(88 * 60_000);
    expect(waits).toBeLessThanOrEqual(90 * 60_000);
    await passTime(waits);
    expect(shown()).toHaveLength(1);
  });

  test("a service that is overloaded is asked again when it says, a device that is gone is forgotten", async () => {
    const { shown, push, subscription, session } = await allowBrowser();
    push.failNext(subscription.endpoint, { status: 429, retryAfterS: 600 });
    await tell();
    const { "notifications/push-device": againAt } = await passTime(6_000);
    expect(againAt!.getTime() - test_.clock.now().getTime()).toBe(600_000);
    await passTime(600_000);
    expect(shown()).toHaveLength(1);
    push.expire(subscription.endpoint);
    await tell();
    await passTime(6_000);
    expect(await listPushDevices({ session })).toEqual([]);
    const left = await inWorkspace(owner, (tx) => tx.select().from(notificationDeliveries));
    expect(left.map(({ state, reason }) => [state, reason])).toEqual([
      ["sent", null],
      ["failed", "gone"],
    ]);
  });

  test("only browsers' own services are sent to; a colleague's device is not found", async () => {
    const { subscription, session } = await allowBrowser();
    for (const endpoint of [
      "https://evil.example/x",
      "http://fcm.googleapis.com/x",
      "https://fcm.googleapis.com@evil.example/x",
      "https://fcm.googleapis.com:8443/x",
      "https://127.0.0.1/x",
    ]) {
      const input = { ...subscription, endpoint };
      await expect(addPushDevice({ session, request: browser, input }), endpoint).rejects.toBeInstanceOf(
        PushAddressInvalid,
      );
    }
    const keys = { ...subscription.keys, p256dh: `B${"A".repeat(86)}` };
    await expect(
      addPushDevice({ session, request: browser, input: { ...subscription, keys } }),
    ).rejects.toBeInstanceOf(PushAddressInvalid);
    const [device] = await listPushDevices({ session });
    expect(device).toMatchObject({ browser: "Firefox", system: "Linux" });
    const other = await allowBrowser(personOf("support"));
    const input = { deviceId: device!.id };
    await expect(removePushDevice({ session: other.session, input })).rejects.toBeInstanceOf(
      PushDeviceNotFound,
    );
    await removePushDevice({ session, input });
    expect(await inPerson(ownerId, (tx) => tx.$count(pushDevices))).toBe(0);
  });
});

describe("by mail", () => {
  test("what was not read within a quarter of an hour goes as one mail, once", async () => {
    const address = await giveAddress(ownerId);
    await tell();
    await passTime(10 * 60_000);
    await tell();
    await passTime(6_000);
    expect(await readMails()).toEqual([]);
    await passTime(5 * 60_000);
    const [sent, ...others] = await readMails();
    expect(others).toEqual([]);
    expect(sent).toMatchObject({ template: "notification", to: address });
    expect(sent!.says).toMatchObject({
      title: "Deneme Mağazası: okumadığınız 2 bildirim",
      lines: ["Size bir konuşma verildi", "Size bir konuşma verildi"],
      settingsUrl: `${running.origin}/w/${team.workspace.slug}/settings/notifications`,
    });
    await passTime(60 * 60_000);
    expect(await readMails()).toHaveLength(1);
  });

  test("what was read, is not wanted so, or has no proved address goes nowhere", async () => {
    await tell();
    await passTime(16 * 60_000);
    await giveAddress(ownerId);
    await tell();
    await choose("mail", false);
    await passTime(16 * 60_000);
    await choose("mail", true);
    await tell();
    const [newest] = (await listNotifications({ ctx: owner })).items;
    await markNotifications({ ctx: owner, input: { which: { of: "upTo", notificationId: newest!.id } } });
    await passTime(16 * 60_000);
    expect(await readMails()).toEqual([]);
  });
});

/** What the rules make of an event. */
async function happened(name: string, aggregateId: string, actor: { kind: string; id: string | null }) {
  const event = { name, aggregateId, actor, id: newId(), workspaceId: team.workspace.id, version: 0 };
  const full = { ...event, schemaVersion: 1, occurredAt: test_.clock.now() };
  for (const { events, jobs } of notificationRules) {
    if (!events.includes(name)) continue;
    for (const { kind, subject } of jobs(full)) {
      const job = { workspaceId: team.workspace.id, kind, subject, attempts: 1 };
      for (let times = 0; times < 2; times += 1) await notificationLaterHandlers[kind]!(job);
    }
  }
}

describe("a bot's trouble", () => {
  test("reaches linked owners through another bot and proved addresses by mail, once; and that it is over", async () => {
    const { sandbox } = running;
    const [bot, second] = ["Bir", "İki"].map((name) =>
      sandbox.createBot({ name: `${name} ${newId().slice(-6)}` }),
    );
    for (const { token } of [bot!, second!])
      await connectTelegramBot({ ctx: owner, input: { token, apiRoot: "/sandbox/telegram" } });
    const phone = sandbox.createUser({ first_name: "Elif", language_code: "tr" }).id;
    sandbox.openChat({ bot: second!.username, from: phone });
    const { channelId } = await linkOwner(phone, bot!.username);
    const address = await giveAddress(ownerId);
    await giveAddress(personOf("admin"));
    sandbox.revokeToken({ bot: bot!.username });
    await reportRefusedToken({ workspaceId: team.workspace.id, channelId });
    const [trouble] = await inWorkspace(owner, (tx) => tx.select().from(channelTroubles));
    await happened("channel/troubled", trouble!.id, { kind: "system", id: null });
    await passTime(6_000);
    const heard = () =>
      sandbox
        .listMessages({ bot: second!.username, user: phone })
        .messages.filter(({ direction }) => direction === "out")
        .map(({ text }) => text);
    expect(heard()).toEqual([expect.stringMatching(/çalışmıyor[\s\S]*jetonunu[\s\S]*\/channels\//)]);
    expect((await readMails()).map(({ template, to }) => [template, to])).toEqual([["bot-trouble", address]]);
    await happened("channel/recovered", trouble!.id, { kind: "system", id: null });
    await passTime(6_000);
    expect(heard()).toHaveLength(2);
    expect(heard().at(-1)).toMatch(/yeniden çalışıyor/);
    expect(await readMails()).toHaveLength(1);
  });

  test("is told by no way that its reader does not want", async () => {
    await giveAddress(ownerId);
    await updateNotificationSettings({
      ctx: owner,
      input: {
        changes: (["panel", "push", "telegram", "mail"] as const).map((way) => ({
          kind: "bot-trouble",
          way,
          isOn: false,
        })),
      },
    });
    const bot = running.sandbox.createBot({ name: `Üç ${newId().slice(-6)}` });
    const { id } = await connectTelegramBot({
      ctx: owner,
      input: { token: bot.token, apiRoot: "/sandbox/telegram" },
    });
    running.sandbox.revokeToken({ bot: bot.username });
    await reportRefusedToken({ workspaceId: team.workspace.id, channelId: fromPublicId("channel", id)! });
    const [trouble] = await inWorkspace(owner, (tx) => tx.select().from(channelTroubles));
    await happened("channel/troubled", trouble!.id, { kind: "system", id: null });
    await passTime(6_000);
    expect(await readMails()).toEqual([]);
  });

  /** As the bot does it when the owner opens the link of the panel. */
  async function linkOwner(phone: number, username: string) {
    const { channels, memberLinks } = await import("@/db/schema");
    await createTelegramLink({ ctx: owner });
    const [channel] = await inWorkspace(owner, (tx) =>
      tx.select().from(channels).where(eq(channels.username, username)),
    );
    await inWorkspace(owner, (tx) =>
      tx.insert(memberLinks).values({
        ...{ workspaceId: team.workspace.id, id: newId(), channelId: channel!.id, language: "tr" },
        ...{ memberId: team.team[0]!.memberId, telegramUserId: String(phone), accountName: "Elif" },
        createdAt: test_.clock.now(),
      }),
    );
    return { channelId: channel!.id };
  }
});

describe("co-owners", () => {
  test("hear by mail that the workspace was deleted, or its ownership handed over; who did it does not", async () => {
    const second = team.team.find(({ role }) => role === "admin")!;
    await inWorkspace(owner, (tx) =>
      tx.update(members).set({ role: "owner" }).where(eq(members.id, second.memberId)),
    );
    await giveAddress(ownerId);
    const address = await giveAddress(second.personId);
    const actor = { kind: "member", id: team.team[0]!.memberId };
    const { memberId } = team.team.find(({ role }) => role === "supervisor")!;
    await transferOwnership({ ctx: owner, input: { memberId } });
    await happened("workspace/handed_over", team.workspace.id, actor);
    await inWorkspace(owner, (tx) =>
      tx.update(members).set({ role: "owner" }).where(eq(members.id, actor.id)),
    );
    await deleteWorkspace({ ctx: owner, input: { name: "Deneme Mağazası" } });
    await happened("workspace/deleted", team.workspace.id, actor);
    expect((await readMails()).map(({ to, says }) => [to, says.title])).toEqual(
      expect.arrayContaining([
        [address, "Deneme Mağazası: sahiplik devredildi"],
        [address, "Deneme Mağazası silindi"],
      ]),
    );
    expect(await readMails()).toHaveLength(2);
  });
});
