import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  auditLog,
  channels,
  conversations,
  laterJobs,
  memberLinks,
  memberLinkTokens,
  members,
  messages,
} from "@/db/schema";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import { connectTelegramBot } from "@/server/channels";
import { divertUpdates, ingestUpdate, telegramWebhookCore } from "@/server/conversations";
import { type Ctx, fromPublicId, inWorkspace, newId, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { divertMemberUpdate } from "./divert";
import { commandLaterHandlers, createTelegramLink, getTelegramLink, unlinkTelegram } from "./index";

const testing = useTestRuntime();
let sandbox: Sandbox;
let served: Awaited<ReturnType<typeof serveDoor>>;

beforeAll(async () => {
  served = await serveDoor((request) => telegramWebhookCore(request) ?? sandbox.handle(request));
  testing.runtime.env.origin = served.origin;
  sandbox = await startSandbox({
    dataDir: mkdtempSync(join(tmpdir(), "santral-commands-")),
    origin: served.origin,
    controlToken: "test-control-token",
    findConversation: async () => null,
    describeDemo: async () => {
      throw new Error("not here");
    },
    log: () => {},
  });
  divertUpdates(divertMemberUpdate);
});
afterAll(async () => {
  await sandbox.stop();
  await served.close();
});

let workspace: Awaited<ReturnType<typeof makeWorkspace>>;
let bot: ReturnType<Sandbox["createBot"]>;
let channelId: string;
let phone: number;

beforeEach(async () => {
  testing.clock.set("2026-11-20T09:00:00Z");
  workspace = await makeWorkspace(testing.runtime);
  bot = sandbox.createBot({ name: `Komut ${newId().slice(-6)}` });
  const connected = await connectTelegramBot({
    ctx: workspace.member("owner"),
    input: { token: bot.token, apiRoot: "/sandbox/telegram" },
  });
  channelId = fromPublicId("channel", connected.id)!;
  phone = sandbox.createUser({ first_name: "Elif", last_name: "Demir", language_code: "tr" }).id;
});

const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(workspace.member("owner"), work);
const heard = (user = phone) =>
  sandbox.listMessages({ bot: bot.username, user }).messages.filter(({ direction }) => direction === "out");
const last = (user = phone) => heard(user).at(-1);
const buttonNamed = (words: RegExp, user = phone) => {
  const message = heard(user).findLast(({ buttons }) => buttons.some(({ text }) => words.test(text)))!;
  return { messageId: message.id, data: message.buttons.find(({ text }) => words.test(text))!.data! };
};

/** Waits until the bot has taken everything, and does what it asks for later. */
async function settle(): Promise<void> {
  const { apiRoot } = sandbox;
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${apiRoot}/bot${bot.token}/getWebhookInfo`);
        return ((await answer.json()) as { result: { pending_update_count: number } }).result
          .pending_update_count;
      },
      { timeout: 10_000 },
    )
    .toBe(0);
  const kind = "commands/run";
  const jobs = await read((tx) => tx.select().from(laterJobs).where(eq(laterJobs.kind, kind)));
  for (const job of jobs) {
    await commandLaterHandlers[kind]!({ ...job, attempts: 1 });
    await read((tx) =>
      tx.delete(laterJobs).where(and(eq(laterJobs.kind, kind), eq(laterJobs.subject, job.subject))),
    );
  }
}
const write = async (text: string, from = phone) => {
  sandbox.sendMessage({ bot: bot.username, from, text });
  await settle();
};
const tap = async (callback: { messageId: number; data: string }, from = phone) => {
  sandbox.sendMessage({ bot: bot.username, from, callback });
  await settle();
};
async function link(role: "owner" | "support" = "owner", from = phone): Promise<Ctx> {
  const ctx = workspace.member(role);
  const { url } = await createTelegramLink({ ctx });
  await write(`/start ${new URL(url, "http://x").searchParams.get("start")}`, from);
  return ctx;
}
const countMessages = () => read((tx) => tx.$count(messages));

/** A customer whose conversation waits for a person with a draft. */
async function customerWaits(draft: string | null = "Merhaba, kargonuz yolda.") {
  const customer = sandbox.createUser({ first_name: "Ayşe", last_name: "Yılmaz" }).id;
  await write("kargom nerede", customer);
  await read((tx) =>
    tx
      .update(conversations)
      .set({ status: "handed_off", suggestedReply: draft, waitingSince: testing.clock.now() }),
  );
  const [row] = await read((tx) => tx.select().from(conversations));
  return { customer, conversationId: row!.id };
}

describe("linking", () => {
  test("a link from the panel makes the account the member's, once, audited", async () => {
    const ctx = await link();
    expect(await getTelegramLink({ ctx })).toMatchObject({ accountName: "Elif Demir" });
    expect(
      heard()
        .map(({ text }) => text)
        .join("\n"),
    ).toMatch(/bağlı[\s\S]*bekle/);
    expect(await countMessages()).toBe(0);
    const [used] = await read((tx) => tx.select().from(memberLinkTokens));
    expect(used?.usedAt).not.toBeNull();
    expect(JSON.stringify(used)).not.toContain("link_");
    const actions = await read((tx) => tx.select({ action: auditLog.action }).from(auditLog));
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["telegramLink.create", "telegramLink.open"]),
    );
  });

  test("an old, a used and an unknown link say so and link nobody", async () => {
    const ctx = workspace.member("owner");
    const { url } = await createTelegramLink({ ctx });
    const word = new URL(url, "http://x").searchParams.get("start");
    testing.clock.advance(16 * 60_000);
    await write(`/start ${word}`);
    await write("/start link_bilinmeyenbirsozcuk");
    expect(heard().every(({ text }) => /kullanılmış ya da süresi dolmuş/.test(text))).toBe(true);
    await link();
    const other = sandbox.createUser({ first_name: "Başkası", language_code: "tr" }).id;
    const [token] = await read((tx) => tx.select().from(memberLinks));
    expect(token?.telegramUserId).toBe(String(phone));
    await write(`/start ${word}`, other);
    expect(await read((tx) => tx.$count(memberLinks))).toBe(1);
  });

  test("analysts have nothing to command; another workspace knows nothing of the link", async () => {
    await expect(createTelegramLink({ ctx: workspace.member("analyst") })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    await link();
    const other = await makeWorkspace(testing.runtime);
    expect(await getTelegramLink({ ctx: other.member("owner") })).toEqual({
      accountName: null,
      linkedAt: null,
    });
    await expect(createTelegramLink({ ctx: other.member("owner") })).rejects.toMatchObject({
      code: "NO_BOT_TO_LINK",
    });
  });

  test("taken back, what is written is a customer's again and old buttons say why they do nothing", async () => {
    const ctx = await link();
    const button = buttonNamed(/Rakamlar/);
    await unlinkTelegram({ ctx });
    await write("/panel");
    expect(await countMessages()).toBe(1);
    const before = heard().length;
    await tap(button);
    expect(heard()).toHaveLength(before);
    const answered = sandbox
      .listCalls({ bot: bot.username })
      .findLast(({ method }) => method === "answerCallbackQuery");
    expect(answered?.params).toMatchObject({ show_alert: true, text: expect.stringMatching(/üyenindir/) });
  });
});

describe("commands", () => {
  test("of somebody who is not linked are a customer's messages", async () => {
    await write("/panel");
    expect(await countMessages()).toBe(1);
    expect(heard()).toEqual([]);
  });

  test("/panel and /stats tell how things stand; the pages turn in place", async () => {
    await link();
    await customerWaits();
    await write("/panel");
    expect(last()?.text).toMatch(/1 müşteri bir kişiyi bekliyor[\s\S]*Otomatik/);
    const panelId = last()!.id;
    await tap(buttonNamed(/Rakamlar/));
    expect(last()).toMatchObject({ id: panelId, text: expect.stringMatching(/Bugün[\s\S]*Son 7 gün/) });
    await write("/stats");
    expect(last()?.text).toMatch(/Gelen mesaj/);
  });

  test("/pause and /resume move the bot as the member, audited in that member's name", async () => {
    const ctx = await link();
    await write("/pause");
    const [row] = await read((tx) => tx.select().from(channels));
    expect(row?.state).toBe("paused");
    await tap(buttonNamed(/sürdür/));
    expect((await read((tx) => tx.select().from(channels)))[0]?.state).toBe("active");
    const [entry] = await read((tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "channel.update")),
    );
    expect(entry).toMatchObject({
      actorKind: "member",
      actorId: (ctx.actor as { memberId: string }).memberId,
    });
  });

  test("the same policy as in the panel: support may not pause, and is told", async () => {
    await link("support");
    await write("/pause");
    expect(last()?.text).toMatch(/Rolünüz/);
    expect((await read((tx) => tx.select().from(channels)))[0]?.state).toBe("active");
  });

  test("a role that was changed meanwhile counts, and a member who was removed is a customer", async () => {
    const ctx = await link();
    const { memberId } = ctx.actor as { memberId: string };
    await read((tx) => tx.update(members).set({ role: "support" }).where(eq(members.id, memberId)));
    await write("/pause");
    expect(last()?.text).toMatch(/Rolünüz/);
    await read((tx) =>
      tx.update(members).set({ removedAt: testing.clock.now() }).where(eq(members.id, memberId)),
    );
    await write("/panel");
    expect(last()?.text).toMatch(/artık bir üyeye bağlı değil/);
  });

  test("the same update twice is done once", async () => {
    await link();
    const { customer } = await customerWaits();
    const before = heard().length;
    const update = {
      update_id: 999_000_001,
      message: {
        message_id: 77,
        date: 1_790_000_000,
        chat: { id: phone, type: "private" },
        from: { id: phone, is_bot: false, first_name: "Elif" },
        text: "/panel \u0000",
      },
    };
    const place = { workspaceId: workspace.workspace.id, channelId };
    await ingestUpdate(place, update, "{}");
    await settle();
    await ingestUpdate(place, update, "{}");
    await settle();
    expect(heard()).toHaveLength(before + 1);
    expect(customer).toBeGreaterThan(0);
  });
});

describe("/reply", () => {
  test("sends the draft with one tap, in the member's name", async () => {
    const ctx = await link();
    const { conversationId } = await customerWaits();
    await write("/reply");
    expect(last()?.text).toMatch(/Ayşe Yılmaz: kargom nerede[\s\S]*Taslak: Merhaba, kargonuz yolda/);
    await tap(buttonNamed(/Taslağı gönder/));
    const [sent] = await read((tx) => tx.select().from(messages).where(sql`${messages.direction} = 'out'`));
    expect(sent).toMatchObject({
      conversationId,
      author: "member",
      memberId: (ctx.actor as { memberId: string }).memberId,
      text: "Merhaba, kargonuz yolda.",
    });
    expect(last()?.text).toMatch(/gönderildi/);
  });

  test("does not send a draft that has changed since it was shown", async () => {
    await link();
    await customerWaits("Kargonuz yarın gelir.");
    await write("/reply");
    await read((tx) => tx.update(conversations).set({ suggestedReply: "Siparişiniz iptal edildi." }));
    await tap(buttonNamed(/Taslağı gönder/));
    expect(await read((tx) => tx.$count(messages, sql`direction = 'out'`))).toBe(0);
    expect(last()?.text).toMatch(/taslak bu arada değişti/);
    await write("/reply");
    await tap(buttonNamed(/Taslağı gönder/));
    expect(await read((tx) => tx.$count(messages, eq(messages.text, "Siparişiniz iptal edildi.")))).toBe(1);
  });

  test("says where a draft is longer than what is shown of it", async () => {
    await link();
    await customerWaits("uzun ".repeat(60).trim());
    await write("/reply");
    expect(last()?.text).toMatch(/Taslak: (?:uzun )+uz?u?n?…$/);
  });

  test("asks for the words, and the answer to the question goes to the customer", async () => {
    await link();
    await customerWaits(null);
    await write("/reply");
    await tap(buttonNamed(/Yaz/));
    const question = last()!;
    expect(question.text).toMatch(/Ayşe Yılmaz için yanıtınızı/);
    sandbox.sendMessage({ bot: bot.username, from: phone, text: "Yarın elinizde.", replyTo: question.id });
    await settle();
    const sent = await read((tx) => tx.select().from(messages).where(sql`${messages.direction} = 'out'`));
    expect(sent.map(({ text }) => text)).toEqual(["Yarın elinizde."]);
  });

  test("does not talk over a colleague who answered since the question", async () => {
    await link();
    const { conversationId } = await customerWaits(null);
    await write("/reply");
    await tap(buttonNamed(/Yaz/));
    const question = last()!;
    testing.clock.advance(60_000);
    await read((tx) =>
      tx.execute(sql`
        with c as (update conversations set last_seq = last_seq + 1 where id = ${conversationId}::uuid returning *)
        insert into messages (workspace_id, id, conversation_id, address_id, seq, direction, author, member_id, kind, text, sent_at, created_at)
        select workspace_id, ${newId()}::uuid, id, address_id, last_seq, 'out', 'member', ${workspace.team[1]!.memberId}::uuid,
          'text', 'Ben baktım.', ${testing.clock.now().toISOString()}::timestamptz, ${testing.clock.now().toISOString()}::timestamptz from c`),
    );
    sandbox.sendMessage({ bot: bot.username, from: phone, text: "Yarın.", replyTo: question.id });
    await settle();
    expect(last()?.text).toMatch(/bu arada yanıtlanmış/);
    expect(await read((tx) => tx.$count(messages, eq(messages.text, "Yarın.")))).toBe(0);
  });
});

describe("buttons", () => {
  test("the tutorial turns its pages and sets the mode where it is explained", async () => {
    await link();
    await tap(buttonNamed(/Yanıt biçimleri/));
    expect(last()?.text).toMatch(/1\/3 · Elle/);
    await tap(buttonNamed(/›/));
    expect(last()?.text).toMatch(/2\/3 · Karma/);
    await tap(buttonNamed(/Karma olsun/));
    expect(last()?.text).toMatch(/Bu bot her zaman böyle yanıtlıyor/);
    expect((await read((tx) => tx.select().from(channels)))[0]?.replyPlan.usual).toBe("hybrid");
  });

  test("older than a day does nothing and shows how things stand now", async () => {
    await link();
    await customerWaits();
    await write("/reply");
    const draft = buttonNamed(/Taslağı gönder/);
    testing.clock.advance(25 * 3_600_000);
    await tap(draft);
    expect(await read((tx) => tx.$count(messages, sql`direction = 'out'`))).toBe(0);
    expect(last()?.text).toMatch(/Deneme Mağazası/);
  });

  test("made for another link is refused, whoever presses it", async () => {
    await link();
    const pause = buttonNamed(/duraklat/);
    await link();
    await tap(pause);
    expect((await read((tx) => tx.select().from(channels)))[0]?.state).toBe("active");
    const answered = sandbox
      .listCalls({ bot: bot.username })
      .findLast(({ method }) => method === "answerCallbackQuery");
    expect(answered?.params).toMatchObject({ text: expect.stringMatching(/geçerli değil/) });
  });
});
