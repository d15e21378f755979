import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  channels,
  dailyFigures,
  mails,
  mailUnsubscribes,
  memberLinks,
  members,
  personAddresses,
  weeklyReports,
} from "@/db/schema";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { BotApiUnreachable, connectTelegramBot, TelegramUnavailable } from "@/server/channels";
import {
  type Ctx,
  decrypt,
  inPerson,
  inWorkspace,
  LimitReached,
  type MemberRole,
  newId,
  PermissionDenied,
} from "@/server/kernel";
import { updateNotificationSettings } from "@/server/notifications";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { openTestEngine } from "@/server/workflows/testing/open-engine";
import { NowhereToSend } from "../errors";
import { previewWeeklyReport, sendWeeklyReportNow } from "./own-report";
import { sendWeekly } from "./send-weekly";
import { tellWeeks, weeklyWorkflows } from "./weekly-workflows";

const test_ = useTestRuntime();
let running: TestSandbox;
let team: Awaited<ReturnType<typeof makeWorkspace>>;
let owner: Ctx;

beforeAll(async () => {
  running = await startTestSandbox();
  test_.runtime.env.origin = running.origin;
});
afterAll(() => running.close());
beforeEach(async () => {
  // Monday at nine in Istanbul.
  test_.clock.set("2026-11-23T06:00:00.000Z");
  team = await makeWorkspace(test_.runtime);
  owner = team.member("owner");
});

const personOf = (role: MemberRole) => team.team.find((one) => one.role === role)!.personId;
async function giveAddress(personId: string): Promise<string> {
  const address = `${personId.slice(-8)}@example.com`;
  await inPerson(personId, (tx) =>
    tx.insert(personAddresses).values({ personId, address, verifiedAt: test_.clock.now() }),
  );
  return address;
}
/** What the dashboard's own table holds of two days of the week and one of the week before. */
async function fillWeek(): Promise<void> {
  const day = (date: string, messages: number, started: number) => ({
    workspaceId: team.workspace.id,
    day: date,
    timeZone: "Europe/Istanbul",
    counts: {
      messages: { customer: messages, agent: messages },
      conversations: { started },
      turns: { handoff: 1 },
      intentAsked: { shipping: 6 },
      intentHandedOff: { shipping: 4 },
    },
  });
  await inWorkspace(owner, (tx) =>
    tx
      .insert(dailyFigures)
      .values([day("2026-11-11", 10, 5), day("2026-11-16", 12, 6), day("2026-11-22", 18, 9)]),
  );
}
const run = () => sendWeekly(team.workspace.id);
async function readMails() {
  const rows = await inWorkspace(owner, (tx) => tx.select().from(mails).orderBy(mails.id));
  return rows.map((row) => ({
    to: row.address,
    template: row.template,
    says: JSON.parse(decrypt(test_.runtime.env, row.contentEncrypted!, `mail:${row.id}`)) as {
      from: string;
      to: string;
      remark?: string;
      figures: { label: string; value: string; change?: string }[];
      suggestion: string;
      suggestionUrl: string;
      picture?: { base64: string };
    },
  }));
}
async function linkOwner(): Promise<{ phone: number; bot: string }> {
  const bot = running.sandbox.createBot({ name: `Bot ${newId().slice(-6)}` });
  await connectTelegramBot({ ctx: owner, input: { token: bot.token, apiRoot: "/sandbox/telegram" } });
  const phone = running.sandbox.createUser({ first_name: "Elif", language_code: "tr" }).id;
  running.sandbox.openChat({ bot: bot.username, from: phone });
  await inWorkspace(owner, async (tx) => {
    const [channel] = await tx.select().from(channels).where(eq(channels.username, bot.username));
    await tx.insert(memberLinks).values({
      ...{ workspaceId: team.workspace.id, id: newId(), channelId: channel!.id, language: "tr" },
      ...{ memberId: team.team[0]!.memberId, telegramUserId: String(phone), accountName: "Elif" },
      createdAt: test_.clock.now(),
    });
  });
  return { phone, bot: bot.username };
}

/** Nothing listens there. */
const sendNowhere = (bot: string) =>
  inWorkspace(owner, (tx) =>
    tx.update(channels).set({ apiRoot: "http://127.0.0.1:9" }).where(eq(channels.username, bot)),
  );

describe("the weekly report", () => {
  test("tells the week against the week before, with a picture and one suggestion; once, by two runs at once", async () => {
    await fillWeek();
    const addresses = [await giveAddress(personOf("owner")), await giveAddress(personOf("admin"))];
    // Who only answers customers has not asked for it.
    await giveAddress(personOf("support"));
    await Promise.all([run(), run()]);
    await run();
    const sent = await readMails();
    expect(sent.map(({ to }) => to).sort()).toEqual(addresses.sort());
    const { says } = sent[0]!;
    expect(says).toMatchObject({ from: "2026-11-16", to: "2026-11-22" });
    expect(says.figures.slice(0, 2)).toEqual([
      { label: "Gelen mesaj", value: "30", change: expect.stringContaining("200") },
      { label: "Başlayan konuşma", value: "15", change: expect.stringContaining("200") },
    ]);
    expect(says.suggestion).toMatch(/8 kez ekibe gitti/);
    expect(says.suggestionUrl).toBe(`${running.origin}/w/${team.workspace.slug}/knowledge?entry=new`);
    expect(Buffer.from(says.picture!.base64, "base64").subarray(1, 4).toString()).toBe("PNG");
  });

  test("goes to Telegram as a photo where that is wished, once", async () => {
    await fillWeek();
    const { phone, bot } = await linkOwner();
    await updateNotificationSettings({ ctx: owner, input: { weekly: { telegram: true, mail: false } } });
    await giveAddress(personOf("owner"));
    await run();
    await run();
    const heard = running.sandbox
      .listMessages({ bot, user: phone })
      .messages.filter(({ direction }) => direction === "out");
    expect(heard).toHaveLength(1);
    expect(JSON.stringify(heard[0])).toMatch(/photo/);
    expect(JSON.stringify(heard[0])).toMatch(/Deneme Mağazası/);
    expect(await readMails()).toEqual([]);
    const rows = await inWorkspace(owner, (tx) => tx.select().from(weeklyReports));
    expect(rows.map(({ way, week, state }) => [way, week, state])).toEqual([
      ["telegram", "2026-11-16", "sent"],
    ]);
  });

  test("a bot that does not answer keeps no other reader waiting, and is tried again", async () => {
    const { bot } = await linkOwner();
    await updateNotificationSettings({ ctx: owner, input: { weekly: { telegram: true, mail: false } } });
    const address = await giveAddress(personOf("admin"));
    await sendNowhere(bot);
    await expect(run()).rejects.toBeInstanceOf(BotApiUnreachable);
    expect((await readMails()).map(({ to }) => to)).toEqual([address]);
    await expect(run()).rejects.toBeInstanceOf(BotApiUnreachable);
    expect(await readMails()).toHaveLength(1);
  });

  test("what broke off in Telegram is said to be unconfirmed, and not sent again", async () => {
    const { phone, bot } = await linkOwner();
    await updateNotificationSettings({ ctx: owner, input: { weekly: { telegram: true } } });
    await inWorkspace(owner, (tx) =>
      tx.insert(weeklyReports).values({
        ...{ workspaceId: team.workspace.id, personId: personOf("owner"), week: "2026-11-16" },
        ...{ way: "telegram" as const, state: "sending" as const, at: test_.clock.now() },
      }),
    );
    await run();
    const { messages } = running.sandbox.listMessages({ bot, user: phone });
    expect(messages.filter(({ direction }) => direction === "out")).toEqual([]);
    const [row] = await inWorkspace(owner, (tx) =>
      tx
        .select()
        .from(weeklyReports)
        .where(and(eq(weeklyReports.way, "telegram"))),
    );
    expect(row!.state).toBe("unconfirmed");
  });

  test("an empty week says so kindly, without a picture", async () => {
    await giveAddress(personOf("owner"));
    await run();
    const [sent] = await readMails();
    expect(sent!.says.remark).toMatch(/sessiz/);
    expect(sent!.says.picture).toBeUndefined();
    expect(sent!.says.suggestionUrl).toMatch(/\/channels$/);
  });

  test("who has left gets none", async () => {
    await giveAddress(personOf("owner"));
    await inWorkspace(owner, (tx) =>
      tx
        .update(members)
        .set({ removedAt: test_.clock.now() })
        .where(eq(members.personId, personOf("owner"))),
    );
    await run();
    expect(await readMails()).toEqual([]);
  });

  test("goes once for each week, however often it is looked, and not for a week that is too long ago", async () => {
    await giveAddress(personOf("owner"));
    const engine = await openTestEngine(test_, weeklyWorkflows);
    for (const now of ["2026-11-25T09:00:00.000Z", "2026-11-30T04:45:00.000Z"]) {
      test_.clock.set(now);
      await tellWeeks();
      await engine.settle();
      expect(await readMails()).toEqual([]);
    }
    test_.clock.set("2026-11-30T05:00:00.000Z");
    await Promise.all([tellWeeks(), tellWeeks()]);
    await engine.settle();
    expect(await readMails()).toHaveLength(1);
    test_.clock.set("2026-12-01T05:00:00.000Z");
    await tellWeeks();
    await engine.settle();
    expect(await readMails()).toHaveLength(1);
    expect(await engine.runsOf(team.workspace.id, "reports-weekly")).toMatchObject([{ state: "completed" }]);
  });
});

describe("one's own report", () => {
  test("is looked at before it comes, in the reader's language", async () => {
    await fillWeek();
    const preview = await previewWeeklyReport({ ctx: team.member("analyst") });
    expect(preview).toMatchObject({ isEmpty: false, suggestion: { href: "knowledge?entry=new" } });
    expect(preview.figures[0]).toMatchObject({ label: "Gelen mesaj", value: "30" });
    expect(preview.picture).not.toBeNull();
  });

  test("is sent at once, a few times an hour, and Monday's comes all the same", async () => {
    await expect(sendWeeklyReportNow({ ctx: owner })).rejects.toBeInstanceOf(NowhereToSend);
    await giveAddress(personOf("owner"));
    for (let i = 0; i < 3; i += 1)
      expect(await sendWeeklyReportNow({ ctx: owner })).toEqual({ mail: true, telegram: false });
    await expect(sendWeeklyReportNow({ ctx: owner })).rejects.toBeInstanceOf(LimitReached);
    await run();
    expect(await readMails()).toHaveLength(4);
  });

  test("where Telegram does not answer it goes by mail alone; without an address that is said", async () => {
    await sendNowhere((await linkOwner()).bot);
    await expect(sendWeeklyReportNow({ ctx: owner })).rejects.toBeInstanceOf(TelegramUnavailable);
    await giveAddress(personOf("owner"));
    expect(await sendWeeklyReportNow({ ctx: owner })).toEqual({ mail: true, telegram: false });
  });

  test("ended by a click in the mail it shows as off, is not sent, and comes again when it is switched on", async () => {
    const address = await giveAddress(personOf("owner"));
    await inWorkspace(owner, (tx) =>
      tx.insert(mailUnsubscribes).values({
        ...{ workspaceId: team.workspace.id, addressKey: address, template: "weekly-report" as const },
        ...{ way: "one_click" as const, at: test_.clock.now() },
      }),
    );
    const weekly = async () => (await updateNotificationSettings({ ctx: owner, input: {} })).weekly;
    expect(await weekly()).toEqual({ mail: false, telegram: false });
    await expect(sendWeeklyReportNow({ ctx: owner })).rejects.toBeInstanceOf(NowhereToSend);
    await updateNotificationSettings({ ctx: owner, input: { weekly: { mail: true } } });
    expect(await weekly()).toEqual({ mail: true, telegram: false });
    expect(await sendWeeklyReportNow({ ctx: owner })).toEqual({ mail: true, telegram: false });
  });

  test("the product itself asks for none", async () => {
    const ctx = team.as({ kind: "system", name: "test" });
    await expect(previewWeeklyReport({ ctx })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(sendWeeklyReportNow({ ctx })).rejects.toBeInstanceOf(PermissionDenied);
  });
});
