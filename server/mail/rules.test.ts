import { describe, expect, test } from "vitest";
import { hideAddresses, readAddress } from "./addresses";
import { mailIdOf, messageIdOf } from "./internal";
import {
  decideWithoutSending,
  judgeFailure,
  type MailPurpose,
  maxTries,
  pauseAfterTryMs,
  refuseAddress,
  type SmtpFailure,
} from "./rules";

const now = new Date("2026-11-20T09:00:00.000Z");
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe("whether an address may be written to", () => {
  const bounced = (hours: number) => ({ reason: "bounced" as const, at: ago(hours) });
  const complained = { reason: "complained" as const, at: ago(1) };
  test.each<
    [string, MailPurpose, ReturnType<typeof bounced> | typeof complained | null, boolean, string | null]
  >([
    ["nothing is known of it", "bulk", null, false, null],
    ["its reader wants no report", "bulk", null, true, "unsubscribed"],
    ["the same reader is invited elsewhere", "service", null, true, null],
    ["it refused an hour ago, a report", "bulk", bounced(1), false, "address_bounced"],
    ["it refused an hour ago, a notice", "service", bounced(1), false, "address_bounced"],
    ["it refused an hour ago, a link asked for", "asked", bounced(1), false, "address_bounced"],
    ["it refused a day ago, a link asked for", "asked", bounced(24), false, null],
    ["it refused a day ago, a notice", "service", bounced(24), false, "address_bounced"],
    ["its reader complained, a link asked for", "asked", complained as never, false, null],
    ["its reader complained, an invitation", "service", complained as never, false, "address_complained"],
    ["its reader complained, a report", "bulk", complained as never, false, "address_complained"],
  ])("%s", (_, purpose, suppression, isUnsubscribed, reason) => {
    expect(refuseAddress(purpose, { suppression, isUnsubscribed }, now)).toBe(reason);
  });
});

describe("what is done without asking a server", () => {
  const mail = { purpose: "asked" as MailPurpose, wasInterrupted: false, tries: 1, goodUntil: null };
  const clean = { suppression: null, isUnsubscribed: false };
  test.each([
    ["nothing stands against it", mail, null],
    ["its link has ended", { ...mail, goodUntil: now }, { state: "failed", reason: "too_late" }],
    ["its link lasts", { ...mail, goodUntil: new Date(now.getTime() + 1) }, null],
    ["a link was interrupted", { ...mail, wasInterrupted: true }, null],
    [
      "a report was interrupted",
      { ...mail, purpose: "bulk" as const, wasInterrupted: true },
      { state: "unconfirmed", reason: "interrupted" },
    ],
    [
      "it was tried too often",
      { ...mail, tries: maxTries + 1 },
      { state: "failed", reason: "server_unavailable" },
    ],
  ])("%s", (_, input, decided) => {
    expect(decideWithoutSending(input, clean, now)).toEqual(decided);
  });
});

describe("what a failure means", () => {
  const failure = (of: Partial<SmtpFailure>): SmtpFailure => ({
    code: "EENVELOPE",
    status: null,
    enhanced: null,
    isAfterData: false,
    ...of,
  });
  const fail = (reason: string) => ({ kind: "fail", reason });
  const again = (reason: string, isAmbiguous = false) => ({ kind: "again", reason, isAmbiguous });
  test.each([
    ["no such mailbox", failure({ status: 550, enhanced: "5.1.1" }), { kind: "bounce" }],
    ["no such domain", failure({ status: 550, enhanced: "5.1.2" }), { kind: "bounce" }],
    ["a disabled mailbox", failure({ status: 550, enhanced: "5.2.1" }), { kind: "bounce" }],
    ["550 at the recipient, from an old server", failure({ status: 550 }), { kind: "bounce" }],
    ["550 at the message, from an old server", failure({ code: "EMESSAGE", status: 550 }), fail("refused")],
    ["our sender is refused", failure({ status: 550, enhanced: "5.1.8" }), fail("refused")],
    ["unwanted by a policy", failure({ status: 554, enhanced: "5.7.1" }), fail("refused")],
    ["a mailbox that is full for good", failure({ status: 552, enhanced: "5.2.2" }), fail("refused")],
    [
      "a message that is too large",
      failure({ code: "EMESSAGE", status: 552, enhanced: "5.3.4" }),
      fail("too_large"),
    ],
    [
      "letters that it does not take",
      failure({ status: 553, enhanced: "5.6.7" }),
      fail("address_needs_utf8"),
    ],
    ["greylisting", failure({ status: 451, enhanced: "4.7.1" }), again("server_unavailable")],
    ["a full mailbox for now", failure({ status: 452, enhanced: "4.2.2" }), again("server_unavailable")],
    ["a wrong password", failure({ code: "EAUTH", status: 535 }), again("server_refused_us")],
    ["no sign-in", failure({ status: 530, enhanced: "5.7.0" }), again("server_refused_us")],
    ["nobody listens", failure({ code: "ESOCKET" }), again("server_unavailable")],
    ["a break before the message", failure({ code: "ECONNECTION" }), again("server_unavailable")],
    [
      "a break after it",
      failure({ code: "ECONNECTION", isAfterData: true }),
      again("server_unavailable", true),
    ],
  ])("%s", (_, input, verdict) => {
    expect(judgeFailure(input)).toEqual(verdict);
  });

  test("pauses grow from ten seconds to four hours", () => {
    const pauses = Array.from({ length: maxTries }, (_, index) => pauseAfterTryMs(index + 1) / 1_000);
    expect(pauses.slice(0, 4)).toEqual([10, 30, 90, 270]);
    expect(pauses.at(-1)).toBe(14_400);
  });
});

describe("addresses", () => {
  test.each([
    ["  Ayse@Musteri.Example ", "Ayse@musteri.example", "ayse@musteri.example", false],
    ["a+b@x.example", "a+b@x.example", "a+b@x.example", false],
    ["ayse@çiçekçi.example", "ayse@xn--ieki-zoabc.example", "ayse@xn--ieki-zoabc.example", false],
    ["ışık@x.example", "ışık@x.example", "ışık@x.example", true],
  ])("%s", (typed, address, key, needsUtf8) => {
    expect(readAddress(typed)).toEqual({ address, key, needsUtf8 });
  });

  test("are taken out of what a server said", () => {
    expect(hideAddresses("550 5.1.1 <ayşe.k@x.example>: no; see a@b.example.")).toBe(
      "550 5.1.1 <[address]>: no; see [address]",
    );
  });

  test("a Message-ID leads back to its mail, and no other does", () => {
    const id = "01931c5e-0000-7000-8000-000000000001";
    expect(messageIdOf(id, "no-reply@santral.example")).toBe(`<${id}@santral.example>`);
    expect(mailIdOf(`<${id}@santral.example>`)).toBe(id);
    expect(mailIdOf("<CAF=abc@mail.example>")).toBeNull();
  });
});
