import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { mailQueue, mails } from "@/db/schema";
import type { LocalMail } from "@/sandbox/mail/local-mail";
import { startTestMail } from "@/sandbox/testing/mail";
import { inTransaction, inWorkspace, platformScope } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { inMail } from "./internal";
import { type NewMail, queueMail } from "./queue-mail";
import type { MailTemplate } from "./rules";
import { createMailSender, type MailSenderOptions } from "./sender";

const state = useTestRuntime();
let post: LocalMail;
beforeAll(async () => {
  post = await startTestMail();
});
afterEach(() => post.faults.clear());
afterAll(() => post.stop());

const from = { name: "Santral", address: "no-reply@santral.example" };
const link = { url: "http://127.0.0.1:3000/sign-in/abc", minutes: 15 };

let people = 0;
const nextNumber = () => {
  people += 1;
  return people;
};
/** An address that nobody else in this file writes to. */
const newAddress = () => `kisi${nextNumber()}@musteri.example`;

/** Queues a mail of a person alone, as sign-in does. */
const queue = <T extends MailTemplate>(mail: NewMail<T>) =>
  inTransaction(state.runtime.app, (tx) => queueMail(tx, mail));
const queueLink = (to: string) => queue({ to, locale: "tr", template: "sign-in-link", data: link });

/** Lets the sender work until nothing is in flight. */
async function send(options: Partial<MailSenderOptions> = {}): Promise<void> {
  const sender = createMailSender(state.runtime, { smtp: { url: post.smtpUrl, from }, ...options });
  await sender.runOnce();
  await settle();
}
const settle = () =>
  vi.waitFor(
    async () => {
      const [row] = await state.runtime.worker.$client`
        select count(*)::int as held from mail_queue where lease_until > ${state.clock.now().toISOString()}::text::timestamptz`;
      expect(row!.held).toBe(0);
    },
    { timeout: 15_000, interval: 20 },
  );

async function look(mailId: string, workspaceId = platformScope) {
  return inMail({ mailId, workspaceId }, async (tx) => {
    const [mail] = await tx.select().from(mails).where(eq(mails.id, mailId));
    const [queued] = await tx.select().from(mailQueue).where(eq(mailQueue.mailId, mailId));
    return { ...mail!, queued };
  });
}
const arrivedAt = (to: string) => post.mailbox.list({ to });

describe("a mail", () => {
  test("goes out once its transaction has committed, with HTML, text, pictures and a stable Message-ID", async () => {
    const to = newAddress();
    const { mailId } = await queueLink(to);
    await send();
    const [entry, ...more] = arrivedAt(to);
    expect(more).toEqual([]);
    const mail = post.mailbox.get(entry!.id)!;
    expect(mail).toMatchObject({
      subject: "Santral'a giriş bağlantınız",
      from: "Santral <no-reply@santral.example>",
      to,
      messageId: `<${mailId}@santral.example>`,
      envelope: { from: from.address, to: [to] },
    });
    expect(mail.text).toContain(link.url);
    expect(post.mailbox.html(entry!.id)).toContain(`href="${link.url}"`);
    expect(post.mailbox.html(entry!.id)).toContain("data:image/png;base64,");
    expect(await look(mailId)).toMatchObject({
      state: "sent",
      errorCode: null,
      contentEncrypted: null,
      sentAt: state.clock.now(),
      queued: { step: "forget" },
    });
  });

  test("does not go when its transaction rolls back", async () => {
    const to = newAddress();
    await inTransaction(state.runtime.app, async (tx) => {
      await queueMail(tx, { to, locale: "en", template: "verify-email", data: link });
      throw new Error("undo");
    }).catch(() => {});
    await send();
    expect(arrivedAt(to)).toEqual([]);
  });

  test("keeps its link encrypted while it waits", async () => {
    const { mailId } = await queueLink(newAddress());
    const { contentEncrypted } = await look(mailId);
    expect(contentEncrypted).not.toContain("sign-in");
    expect(Buffer.from(contentEncrypted!.split(".")[2]!, "base64url").toString()).not.toContain("sign-in");
    await send();
  });

  test("of a workspace is seen by it and announced; another workspace and a person see nothing", async () => {
    const [a, b] = await Promise.all([makeWorkspace(state.runtime), makeWorkspace(state.runtime)]);
    const { mailId } = await inWorkspace(a.member("owner"), (tx) =>
      queueMail(tx, {
        to: newAddress(),
        locale: "tr",
        template: "bot-trouble",
        data: { bot: "@dukkan_bot", workspace: "Dükkân", problem: "token_revoked", url: link.url },
        workspaceId: a.workspace.id,
      }),
    );
    await send();
    const see = (ctx: ReturnType<typeof a.member>) =>
      inWorkspace(ctx, (tx) => tx.select().from(mails).where(eq(mails.id, mailId)));
    expect(await see(a.member("owner"))).toMatchObject([{ state: "sent" }]);
    expect(await see(b.member("owner"))).toEqual([]);
    const events = await state.runtime.worker.$client`select name from outbox where aggregate_id = ${mailId}`;
    expect(events.map(({ name }) => name)).toContain("mail/changed");
  });

  test("cannot be put into another workspace", async () => {
    const [a, b] = await Promise.all([makeWorkspace(state.runtime), makeWorkspace(state.runtime)]);
    const attempt = inWorkspace(b.member("owner"), (tx) =>
      queueMail(tx, {
        to: newAddress(),
        locale: "tr",
        template: "bot-trouble",
        data: { bot: "@x", workspace: "x", problem: "unreachable", url: link.url },
        workspaceId: a.workspace.id,
      }),
    );
    await expect(attempt).rejects.toThrow();
  });

  test("is forgotten with its address after 90 days", async () => {
    const { mailId } = await queueLink(newAddress());
    await send();
    state.clock.advance(91 * 86_400_000);
    await send();
    await vi.waitFor(async () => expect((await look(mailId)).queued).toBeUndefined());
    expect((await look(mailId)).id).toBeUndefined();
  });

  test("without a server ends saying so", async () => {
    const { mailId } = await queueLink(newAddress());
    await send({ smtp: null });
    expect(await look(mailId)).toMatchObject({ state: "failed", errorCode: "not_configured" });
  });
});

describe("a server that fails", () => {
  test("4xx, then taken: the second try is the same mail", async () => {
    const to = newAddress();
    post.plantFault({ kind: "451", to, times: 1 });
    const { mailId } = await queueLink(to);
    await send();
    expect(await look(mailId)).toMatchObject({
      state: "queued",
      errorCode: "server_unavailable",
      errorText: "451 4.3.0 Try again later",
    });
    state.clock.advance(10_000);
    await send();
    expect(await look(mailId)).toMatchObject({ state: "sent", attempts: 2, errorCode: null });
    expect(arrivedAt(to)).toHaveLength(1);
  });

  test("5xx for the address: bounced, marked, and the next service mail says why it cannot", async () => {
    const to = newAddress();
    post.plantFault({ kind: "550", to, times: 1 });
    const first = await queueLink(to);
    await send();
    expect(await look(first.mailId)).toMatchObject({ state: "bounced", errorCode: "address_refused" });
    expect((await look(first.mailId)).errorText).not.toContain(to);
    const a = await makeWorkspace(state.runtime);
    const { mailId } = await inWorkspace(a.member("owner"), (tx) =>
      queueMail(tx, {
        to: to.toUpperCase(),
        locale: "en",
        template: "invitation",
        data: {
          inviter: "Deniz",
          workspace: "Dükkân",
          role: "support",
          url: link.url,
          expiresAt: new Date(state.clock.now().getTime() + 86_400_000),
        },
        workspaceId: a.workspace.id,
      }),
    );
    await send();
    expect(await look(mailId, a.workspace.id)).toMatchObject({
      state: "suppressed",
      errorCode: "address_bounced",
    });
    expect(arrivedAt(to)).toEqual([]);
  });

  test("a mailbox that refused is tried again a day later for a link that its owner asks for", async () => {
    const to = newAddress();
    post.plantFault({ kind: "550", to, times: 1 });
    await queueLink(to);
    await send();
    const soon = await queueLink(to);
    await send();
    expect(await look(soon.mailId)).toMatchObject({ state: "suppressed", errorCode: "address_bounced" });
    state.clock.advance(86_400_000);
    const later = await queueLink(to);
    await send();
    expect(await look(later.mailId)).toMatchObject({ state: "sent" });
  });

  test("5xx for the message: failed, the address stays clean", async () => {
    const to = newAddress();
    post.plantFault({ kind: "554", to, times: 1 });
    const first = await queueLink(to);
    await send();
    expect(await look(first.mailId)).toMatchObject({ state: "failed", errorCode: "refused" });
    const second = await queueLink(to);
    await send();
    expect(await look(second.mailId)).toMatchObject({ state: "sent" });
  });

  test("a server that does not know us any more: tried again, not the address's fault", async () => {
    const to = newAddress();
    post.plantFault({ kind: "535", times: 1 });
    const { mailId } = await queueLink(to);
    await send();
    expect(await look(mailId)).toMatchObject({ state: "queued", errorCode: "server_refused_us" });
  });

  test("a link that has ended meanwhile is not sent", async () => {
    const to = newAddress();
    post.plantFault({ kind: "451", to, times: 1 });
    const { mailId } = await queueLink(to);
    await send();
    state.clock.advance(15 * 60_000);
    await send();
    expect(await look(mailId)).toMatchObject({ state: "failed", errorCode: "too_late" });
    expect(arrivedAt(to)).toEqual([]);
  });

  test("a connection that breaks after the message: a link goes again as the same mail, and keeps the mark", async () => {
    const to = newAddress();
    post.plantFault({ kind: "drop_after", to, times: 1 });
    const { mailId } = await queueLink(to);
    await send();
    expect(await look(mailId)).toMatchObject({ state: "queued", errorCode: "interrupted" });
    state.clock.advance(10_000);
    await send();
    expect(await look(mailId)).toMatchObject({ state: "sent", errorCode: "interrupted" });
    const ids = arrivedAt(to).map(({ id }) => post.mailbox.get(id)!.messageId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test("the same for a report: unconfirmed, never sent twice", async () => {
    const a = await makeWorkspace(state.runtime);
    const to = newAddress();
    post.plantFault({ kind: "drop_after", to, times: 1 });
    const { mailId } = await queueReport(a, to);
    await send();
    expect(await look(mailId, a.workspace.id)).toMatchObject({
      state: "unconfirmed",
      errorCode: "interrupted",
    });
    expect(arrivedAt(to)).toHaveLength(1);
  });

  test("a connection that breaks before the message: nothing is in doubt", async () => {
    const a = await makeWorkspace(state.runtime);
    const to = newAddress();
    post.plantFault({ kind: "drop", to, times: 1 });
    const { mailId } = await queueReport(a, to);
    await send();
    expect(await look(mailId, a.workspace.id)).toMatchObject({
      state: "queued",
      errorCode: "server_unavailable",
    });
  });
});

describe("a process that was killed in the midst of a send", () => {
  /** Claimed by somebody who will never say what became of it. */
  async function abandon(mailId: string): Promise<void> {
    await state.runtime.worker.$client`
      update mail_queue set lease_holder = gen_random_uuid(), attempts = 1,
        lease_until = ${new Date(state.clock.now().getTime() + 60_000).toISOString()}::text::timestamptz
      where mail_id = ${mailId}`;
  }

  test("its link waits for the lease, goes again and keeps the mark", async () => {
    const to = newAddress();
    const { mailId } = await queueLink(to);
    await abandon(mailId);
    await createMailSender(state.runtime, { smtp: { url: post.smtpUrl, from } }).runOnce();
    expect(arrivedAt(to)).toEqual([]);
    state.clock.advance(60_001);
    await send();
    expect(await look(mailId)).toMatchObject({ state: "sent", errorCode: "interrupted", attempts: 2 });
    expect(arrivedAt(to)).toHaveLength(1);
  });

  test("its report is unconfirmed", async () => {
    const a = await makeWorkspace(state.runtime);
    const to = newAddress();
    const { mailId } = await queueReport(a, to);
    await abandon(mailId);
    state.clock.advance(60_001);
    await send();
    expect(await look(mailId, a.workspace.id)).toMatchObject({ state: "unconfirmed" });
    expect(arrivedAt(to)).toEqual([]);
  });
});

describe("bad input", () => {
  test.each([
    ["a line break that would begin another header", "a@b.example\r\nBcc: c@d.example"],
    ["two addresses", "a@b.example, c@d.example"],
    ["a name before the address", "A <a@b.example>"],
    ["no domain", "a@"],
    ["a domain without a dot", "a@localhost"],
    ["a megabyte", `${"a".repeat(1_000_000)}@b.example`],
    ["a local part over 64 bytes", `${"a".repeat(65)}@b.example`],
    ["a path of a file", "/etc/passwd"],
  ])("%s is no address", async (_, to) => {
    await expect(queueLink(to)).rejects.toMatchObject({ code: "MAIL_ADDRESS_INVALID" });
  });

  test("a domain with Turkish letters goes out in ASCII, a name with them as it is written", async () => {
    await queueLink("ayse@çiçekçi.example");
    await queueLink("ışık.öz@musteri.example");
    await send();
    expect(arrivedAt("ayse@çiçekçi.example")).toHaveLength(1);
    const [entry] = arrivedAt("ayse@çiçekçi.example");
    expect(post.mailbox.raw(entry!.id)!.toString()).toContain("To: ayse@xn--ieki-zoabc.example");
    expect(arrivedAt("ışık.öz@musteri.example")).toHaveLength(1);
  });

  test("line breaks and headers in names stay words of the subject", async () => {
    const a = await makeWorkspace(state.runtime);
    const to = newAddress();
    await inWorkspace(a.member("owner"), (tx) =>
      queueMail(tx, {
        to,
        locale: "en",
        template: "invitation",
        data: {
          inviter: "Deniz\r\nBcc: kurban@musteri.example\r\n\r\nnew body",
          workspace: "Dükkân\u2028X-Evil: 1",
          role: "admin",
          url: link.url,
          expiresAt: new Date(state.clock.now().getTime() + 86_400_000),
        },
        workspaceId: a.workspace.id,
      }),
    );
    await send();
    const mail = post.mailbox.get(arrivedAt(to)[0]!.id)!;
    expect(mail.envelope.to).toEqual([to]);
    expect(mail.headers.map(({ name }) => name.toLowerCase())).not.toContain("bcc");
    expect(mail.headers.map(({ name }) => name.toLowerCase())).not.toContain("x-evil");
    expect(mail.subject).toContain(
      "Deniz Bcc: kurban@musteri.example new body invites you to Dükkân X-Evil: 1",
    );
  });

  test("a link that runs a script is refused", async () => {
    const attempt = queue({
      to: newAddress(),
      locale: "en",
      template: "sign-in-link",
      data: { url: "javascript:alert(1)", minutes: 15 },
    });
    await expect(attempt).rejects.toThrow("A mail links to http or https.");
  });
});

function queueReport(of: Awaited<ReturnType<typeof makeWorkspace>>, to: string) {
  return inWorkspace(of.member("owner"), (tx) =>
    queueMail(tx, {
      to,
      locale: "tr",
      template: "weekly-report",
      data: {
        workspace: "Dükkân",
        from: "2026-11-09",
        to: "2026-11-15",
        figures: [{ label: "Mesaj", value: "1.204", change: "+%12" }],
        url: link.url,
      },
      workspaceId: of.workspace.id,
    }),
  );
}
