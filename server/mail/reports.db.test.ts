import { createHmac } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { auditLog, mails, mailUnsubscribes } from "@/db/schema";
import type { DoorCore, DoorResponse } from "@/lib/door";
import type { LocalMail } from "@/sandbox/mail/local-mail";
import { bounceReport } from "@/sandbox/mail/reports";
import { serveDoor } from "@/sandbox/testing/http";
import { startTestMail } from "@/sandbox/testing/mail";
import { inWorkspace, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { inMail } from "./internal";
import { liftSuppression } from "./lift-suppression";
import { listHeldBack } from "./list-held-back";
import { listMails } from "./list-mails";
import { createMailCore } from "./mail-core";
import { queueMail } from "./queue-mail";
import { createMailSender } from "./sender";
import { getSubscription, resubscribe } from "./unsubscribe";

const state = useTestRuntime();
let post: LocalMail;
let served: Awaited<ReturnType<typeof serveDoor>>;
let core: DoorCore;
beforeAll(async () => {
  served = await serveDoor((request) => core(request));
  const clock = { now: () => state.clock.now().getTime(), after: () => () => {} };
  post = await startTestMail({ origin: served.origin, clock });
  core = createMailCore(post.eventsSecret);
});
afterAll(async () => {
  await post.stop();
  await served.close();
});

type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;
let people = 0;

/** A report that has gone out to somebody new, as the mailbox has it. */
async function sendReport(of: Workspace, address?: string) {
  people += 1;
  const to = address ?? `okur${people}@musteri.example`;
  const { mailId } = await inWorkspace(of.member("owner"), (tx) =>
    queueMail(tx, {
      to,
      locale: "tr",
      template: "weekly-report",
      data: {
        workspace: "Dükkân",
        from: "2026-11-09",
        to: "2026-11-15",
        figures: [{ label: "Mesaj", value: "7" }],
        url: "http://127.0.0.1:3000/w/dukkan/insight",
      },
      workspaceId: of.workspace.id,
    }),
  );
  const from = { name: "Santral", address: "no-reply@santral.example" };
  await createMailSender(state.runtime, { smtp: { url: post.smtpUrl, from } }).runOnce();
  const look = () =>
    inWorkspace(of.member("owner"), (tx) => tx.select().from(mails).where(eq(mails.id, mailId))).then(
      ([row]) => row!,
    );
  await vi.waitFor(async () => expect(["queued", "sending"]).not.toContain((await look()).state), {
    timeout: 10_000,
  });
  return { to, mailId, look, arrived: () => post.mailbox.list({ to }) };
}

const tokenIn = (id: string) => {
  const header = post.mailbox.get(id)!.headers.find(({ name }) => name === "List-Unsubscribe")!.value;
  return header.slice(header.lastIndexOf("/") + 1, -1);
};

async function tell(body: string, type: string, sign: (at: number) => string): Promise<DoorResponse> {
  const at = Math.floor(state.clock.now().getTime() / 1_000);
  const response = await fetch(`${served.origin}/api/mail/events`, {
    method: "POST",
    headers: { "content-type": type, "x-santral-signature": sign(at) },
    body,
  });
  return { status: response.status, body: await response.text() };
}
const signed = (body: string) => (at: number) =>
  `t=${at},v1=${createHmac("sha256", post.eventsSecret).update(`${at}.${body}`).digest("hex")}`;

describe("a mail that comes back later", () => {
  test("by a delivery status notification: bounced, marked, told to the owner, and nothing bulk goes there", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    expect(await post.report("bounce", mail.arrived()[0]!.id)).toEqual({ status: 200 });
    expect(await mail.look()).toMatchObject({
      state: "bounced",
      errorCode: "address_refused",
      errorText: "550 5.1.1 no such mailbox",
    });
    expect(await listHeldBack({ ctx: a.member("owner") })).toMatchObject([
      { address: mail.to, reason: "bounced", said: "550 5.1.1 no such mailbox", canLift: true },
    ]);
    const next = await sendReport(a, mail.to);
    expect(await next.look()).toMatchObject({ state: "suppressed", errorCode: "address_bounced" });
    expect(mail.arrived()).toHaveLength(1);
  });

  test("by a complaint: complained, and nobody here may lift it", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    expect(await post.report("complaint", mail.arrived()[0]!.id)).toEqual({ status: 200 });
    expect(await mail.look()).toMatchObject({ state: "complained", errorText: "abuse" });
    const lifted = liftSuppression({ ctx: a.member("owner"), input: { address: mail.to } });
    await expect(lifted).rejects.toMatchObject({ code: "MAIL_SUPPRESSION_NOT_LIFTABLE" });
  });

  test("by JSON, and once is enough", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    const event = JSON.stringify({
      type: "bounce",
      messageId: `<${mail.mailId}@santral.example>`,
      reason: `550 <${mail.to}> unknown`,
    });
    expect(await tell(event, "application/json", signed(event))).toMatchObject({
      status: 200,
      body: '{"known":true}',
    });
    const { version } = await mail.look();
    expect(await tell(event, "application/json", signed(event))).toMatchObject({ status: 200 });
    expect(await mail.look()).toMatchObject({ version, errorText: "550 <[address]> unknown" });
  });

  test("before its sending was written down it is asked for again, and noted then", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    const event = JSON.stringify({ type: "bounce", messageId: `<${mail.mailId}@santral.example>` });
    const setState = (of: "sending" | "sent") =>
      inMail({ mailId: mail.mailId, workspaceId: a.workspace.id }, (tx) =>
        tx.update(mails).set({ state: of }).where(eq(mails.id, mail.mailId)),
      );
    await setState("sending");
    expect(await tell(event, "application/json", signed(event))).toMatchObject({ status: 503 });
    await setState("sent");
    expect(await tell(event, "application/json", signed(event))).toMatchObject({ status: 200 });
    expect(await mail.look()).toMatchObject({ state: "bounced" });
  });

  test("a delay, a full mailbox and what is not ours change nothing", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    const report = bounceReport(post.mailbox.get(mail.arrived()[0]!.id)!, state.clock.now());
    for (const body of [
      report.replace("Action: failed", "Action: delayed"),
      report.replace("Status: 5.1.1", "Status: 4.2.2"),
      report.replaceAll(mail.mailId, "somebody.elses"),
      "From: a@b.example\r\nSubject: Out of office\r\n\r\nBack on Monday.",
    ]) {
      expect(await tell(body, "message/rfc822", signed(body))).toMatchObject({
        status: 200,
        body: '{"known":false}',
      });
    }
    expect(await mail.look()).toMatchObject({ state: "sent" });
  });

  test.each([
    ["nobody's signature", (at: number) => `t=${at},v1=${"0".repeat(64)}`, 401],
    ["none at all", () => "", 401],
    ["one of an hour ago", (at: number) => signed("{}")(at - 3_600), 401],
    ["its own, on words that are no event", signed("{}"), 400],
  ])("%s", async (_, sign, status) => {
    expect(await tell("{}", "application/json", sign)).toMatchObject({ status });
  });

  test("more than a megabyte is not read", async () => {
    const body = "x".repeat(1_100_000);
    expect(await tell(body, "message/rfc822", signed(body))).toMatchObject({ status: 413 });
  });
});

describe("a reader who wants no more", () => {
  test("by one click of the mail program: kept, audited, and the next report stays", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    const id = mail.arrived()[0]!.id;
    const headers = Object.fromEntries(post.mailbox.get(id)!.headers.map(({ name, value }) => [name, value]));
    expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const url = `${served.origin}/api/mail/unsubscribe/${tokenIn(id)}`;
    const answer = await fetch(url, { method: "POST", body: "List-Unsubscribe=One-Click" });
    expect(answer.status).toBe(200);
    const next = await sendReport(a, mail.to);
    expect(await next.look()).toMatchObject({ state: "suppressed", errorCode: "unsubscribed" });
    const [audit] = await inWorkspace(a.member("owner"), (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "mail.unsubscribe")),
    );
    expect(audit).toMatchObject({ actorId: "unsubscribe" });
    expect(JSON.stringify(audit!.changes)).not.toContain(mail.to);
    expect(await listHeldBack({ ctx: a.member("owner") })).toMatchObject([
      { address: mail.to, reason: "unsubscribed", canLift: false },
    ]);
  });

  test("looking changes nothing; the page's button does, and takes it back", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    const token = tokenIn(mail.arrived()[0]!.id);
    const url = `${served.origin}/api/mail/unsubscribe/${token}`;
    expect((await fetch(url)).status).toBe(405);
    expect(await getSubscription(token)).toMatchObject({ isSubscribed: true });
    const pressed = await fetch(url, { method: "POST", body: "wish=end", redirect: "manual" });
    expect([pressed.status, pressed.headers.get("location")]).toEqual([
      303,
      `/unsubscribe/${token}?done=end`,
    ]);
    expect(await getSubscription(token)).toMatchObject({ isSubscribed: false });
    await resubscribe(token);
    expect(await getSubscription(token)).toMatchObject({ isSubscribed: true });
  });

  test("of A's is still B's reader", async () => {
    const [a, b] = await Promise.all([makeWorkspace(state.runtime), makeWorkspace(state.runtime)]);
    const mail = await sendReport(a);
    const url = `${served.origin}/api/mail/unsubscribe/${tokenIn(mail.arrived()[0]!.id)}`;
    await fetch(url, { method: "POST", body: "List-Unsubscribe=One-Click" });
    const other = await sendReport(b, mail.to);
    expect(await other.look()).toMatchObject({ state: "sent" });
    const rows = await inWorkspace(b.member("owner"), (tx) =>
      tx
        .select()
        .from(mailUnsubscribes)
        .where(and(eq(mailUnsubscribes.addressKey, mail.to))),
    );
    expect(rows).toEqual([]);
  });
});

describe("what the owner sees and may do", () => {
  test("a bounced address is tried again once it is lifted; the audit says who", async () => {
    const a = await makeWorkspace(state.runtime);
    const mail = await sendReport(a);
    await post.report("bounce", mail.arrived()[0]!.id);
    await liftSuppression({ ctx: a.member("admin"), input: { address: mail.to } });
    expect(await listHeldBack({ ctx: a.member("owner") })).toEqual([]);
    expect(await (await sendReport(a, mail.to)).look()).toMatchObject({ state: "sent" });
    const [audit] = await inWorkspace(a.member("owner"), (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "mail.lift")),
    );
    expect(audit).toMatchObject({ actorKind: "member" });
  });

  test("another workspace finds nothing to lift or to see", async () => {
    const [a, b] = await Promise.all([makeWorkspace(state.runtime), makeWorkspace(state.runtime)]);
    const mail = await sendReport(a);
    await post.report("bounce", mail.arrived()[0]!.id);
    const ctx = b.member("owner");
    await expect(liftSuppression({ ctx, input: { address: mail.to } })).rejects.toMatchObject({
      code: "MAIL_SUPPRESSION_NOT_FOUND",
    });
    expect(await listHeldBack({ ctx })).toEqual([]);
    expect((await listMails({ ctx })).mails).toEqual([]);
  });

  test.each(["supervisor", "support", "analyst"] as const)("a %s sees no addresses", async (role) => {
    const a = await makeWorkspace(state.runtime);
    const ctx = a.member(role);
    await expect(listMails({ ctx })).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    await expect(listHeldBack({ ctx })).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    const lift = liftSuppression({ ctx, input: { address: "a@b.example" } });
    await expect(lift).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
  });

  test("every mail stands on one page of the list, also of many that were queued at one moment", async () => {
    const a = await makeWorkspace(state.runtime);
    const ctx = a.member("owner");
    const queued = await inWorkspace(ctx, async (tx) => {
      const ids: string[] = [];
      for (let i = 0; i < 120; i += 1) {
        const data = {
          bot: "@b",
          workspace: "Dükkân",
          problem: "token_revoked" as const,
          url: "http://x.example",
        };
        const mail = {
          to: `sira${i}@musteri.example`,
          locale: "tr" as const,
          template: "bot-trouble" as const,
        };
        const { mailId } = await queueMail(tx, { ...mail, data, workspaceId: a.workspace.id });
        ids.push(toPublicId("mail", mailId));
      }
      return ids;
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMails({ ctx, input: cursor ? { cursor } : {} });
      seen.push(...page.mails.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(queued.toReversed());
  });
});
