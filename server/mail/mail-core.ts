import { createHmac } from "node:crypto";
import { z } from "zod";
import { type DoorCore, type DoorRequest, type DoorResponse, isBodyTooLarge, json } from "@/lib/door";
import { getRuntime, isSameSecret } from "@/server/kernel";
import { hideAddresses } from "./addresses";
import { UnsubscribeLinkInvalid } from "./errors";
import { mailIdOf } from "./internal";
import { noteReport } from "./note-report";
import { type MailReport, readReport } from "./read-report";
import { resubscribe, unsubscribe } from "./unsubscribe";
import { oneClickPath, unsubscribePath } from "./unsubscribe-token";

const eventsPath = "/api/mail/events";
const maxReportBytes = 1024 * 1024;
const maxFormBytes = 4_096;
/** How far a signature's moment may be from ours. */
const toleranceS = 300;

const MailEvent = z.object({
  type: z.enum(["bounce", "complaint"]),
  /** The Message-ID that our mail went out with. */
  messageId: z.string().max(998),
  reason: z.string().max(2_000).optional(),
});

/**
 * `POST /api/mail/events` takes what became of mail: one JSON event, or a report as mail servers write it
 * (`message/rfc822`), signed by `secret`. `POST /api/mail/unsubscribe/<token>` is the one click of RFC 8058.
 *
 * @param secret undefined: nobody may report
 */
export function createMailCore(secret: string | undefined): DoorCore {
  return (request) => {
    if (request.path === eventsPath) return takeEvent(request, secret);
    return request.path.startsWith(`${oneClickPath}/`) ? takeOneClick(request) : null;
  };
}

async function takeEvent(request: DoorRequest, secret: string | undefined): Promise<DoorResponse> {
  if (request.method !== "POST")
    return json(405, { error: "Only POST is answered here." }, { allow: "POST" });
  if (!secret) return json(404, { error: "Set MAIL_EVENTS_SECRET to take reports." });
  let body: Uint8Array;
  try {
    body = await request.bytes(maxReportBytes);
  } catch (error) {
    if (isBodyTooLarge(error)) return json(413, { error: `A report has ${maxReportBytes} bytes at most.` });
    throw error;
  }
  if (!isSigned(request.header("x-santral-signature"), body, secret)) {
    return json(401, {
      error: "Sign with X-Santral-Signature: t=<seconds>,v1=<HMAC-SHA256 of t.body in hex>.",
    });
  }
  const type = request.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") {
    const report = readEvent(body);
    return report ? answer(report) : json(400, { error: "Not an event: see docs/mail.md." });
  }
  if (type === "message/rfc822") return answer(await readReport(body));
  return json(415, { error: "Send application/json or message/rfc822." });
}

/** What is not about a mail of ours is taken all the same: sending it again would not help. */
async function answer(report: MailReport | null): Promise<DoorResponse> {
  const outcome = report ? await noteReport(report) : "unknown";
  if (outcome === "early")
    return json(
      503,
      { error: "The mail is being sent at this moment. Tell it again." },
      { "retry-after": "30" },
    );
  return json(200, { known: outcome === "noted" });
}

function readEvent(body: Uint8Array): MailReport | null {
  try {
    const { type, messageId, reason } = MailEvent.parse(JSON.parse(Buffer.from(body).toString("utf8")));
    const mailId = mailIdOf(messageId);
    return mailId ? { kind: type, mailId, said: reason ? hideAddresses(reason).slice(0, 500) : null } : null;
  } catch {
    return null;
  }
}

function isSigned(header: string | undefined, body: Uint8Array, secret: string): boolean {
  const [, at, given] = /^t=(\d{1,12}),\s*v1=([0-9a-f]{64})$/.exec(header ?? "") ?? [];
  if (!at || !given) return false;
  const nowS = getRuntime().clock.now().getTime() / 1_000;
  if (Math.abs(nowS - Number(at)) > toleranceS) return false;
  return isSameSecret(given, createHmac("sha256", secret).update(`${at}.`).update(body).digest("hex"));
}

/** A mail program's one click, or the form of our own page, which is led back to it. */
async function takeOneClick(request: DoorRequest): Promise<DoorResponse> {
  if (request.method !== "POST")
    return json(405, { error: "Only POST is answered here." }, { allow: "POST" });
  const token = request.path.slice(oneClickPath.length + 1);
  try {
    const form = new URLSearchParams(Buffer.from(await request.bytes(maxFormBytes)).toString("utf8"));
    const wish = form.get("wish");
    if (wish === null) {
      await unsubscribe(token, "one_click");
      return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Unsubscribed." };
    }
    if (wish === "again") await resubscribe(token);
    else await unsubscribe(token, "page");
    const done = wish === "again" ? "again" : "end";
    return { status: 303, headers: { location: `${unsubscribePath}/${token}?done=${done}` }, body: "" };
  } catch (error) {
    if (isBodyTooLarge(error)) return json(413, { error: "The form is too large." });
    if (error instanceof UnsubscribeLinkInvalid) return json(404, { error: error.message });
    throw error;
  }
}
