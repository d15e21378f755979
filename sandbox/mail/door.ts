import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type DoorCore, type DoorRequest, type DoorResponse, isBodyTooLarge, json } from "@/lib/door";
import { framedPolicy } from "@/lib/security-headers.mjs";
import { readJson, requireToken } from "../control-calls";
import { parseInput } from "../telegram/control-inputs";
import { ControlError } from "../telegram/errors";
import type { LocalMail } from "./local-mail";
import { mailFaultKinds } from "./records";

const root = "/sandbox/mail/";

const FaultInput = z.strictObject({
  kind: z.enum(mailFaultKinds),
  to: z.string().min(2).max(254).optional(),
  times: z.number().int().min(1).max(1_000).default(1),
  delayMs: z.number().int().min(0).max(60_000).optional(),
});
const ClearingInput = z.strictObject({ id: z.number().int().optional() });
const ReportInput = z.strictObject({ mail: z.string(), kind: z.enum(["bounce", "complaint"]) });

type Ports = {
  controlToken: string;
  log(level: "error", message: string, fields?: Record<string, unknown>): void;
};

/** The paths of the local mail; its page at `/sandbox/mail` itself belongs to Next. */
export function mailDoor(post: LocalMail, ports: Ports): DoorCore {
  return (request) => {
    if (!request.path.startsWith(root)) return null;
    return route(post, ports, request, request.path.slice(root.length)).catch((error: unknown) => {
      if (isBodyTooLarge(error))
        return json(413, { error: `The body has more than ${error.maxBytes} bytes.` });
      if (error instanceof ControlError) return json(error.status, { error: error.message });
      ports.log("error", "The local mail failed.", { error });
      return json(500, { error: "The local mail failed; the log says why." });
    });
  };
}

async function route(
  post: LocalMail,
  ports: Ports,
  request: DoorRequest,
  rest: string,
): Promise<DoorResponse> {
  const html = /^html\/([0-9a-f-]+)$/.exec(rest);
  if (html) return showHtml(post, ports, html[1]!, request.query.get("key") ?? "");
  requireToken(request, ports.controlToken);
  const call = rest.startsWith("control/") ? rest.slice("control/".length) : "";
  const answer =
    request.method === "GET" ? get(post, ports, call, request.query) : await act(post, call, request);
  if (answer) return answer;
  throw new ControlError(404, `There is no ${request.method} /${rest} here. See sandbox/README.md.`);
}

function get(post: LocalMail, ports: Ports, call: string, query: URLSearchParams): DoorResponse | null {
  const { mailbox, faults } = post;
  if (call === "mails") {
    const search = query.get("search") ?? "";
    const to = query.get("to") ?? undefined;
    return json(200, { mails: mailbox.list({ search, to, limit: Number(query.get("limit")) || undefined }) });
  }
  if (call === "faults") return json(200, { faults: faults.list() });
  const asked = /^mails\/([0-9a-f-]+)(\/raw)?$/.exec(call);
  const id = asked?.[1];
  if (!id) return null;
  const [mail, raw] = [mailbox.get(id), mailbox.raw(id)];
  if (!mail || !raw) throw new ControlError(404, "There is no such mail here; old ones make room for new.");
  if (asked?.[2]) return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: raw };
  const htmlUrl = mailbox.html(id) ? `${root}html/${id}?key=${viewKey(ports.controlToken, id)}` : null;
  return json(200, { mail, htmlUrl });
}

async function act(post: LocalMail, call: string, request: DoorRequest): Promise<DoorResponse | null> {
  if (request.method !== "POST") return null;
  const body = (await readJson(request)) ?? {};
  switch (call) {
    case "faults":
      return json(200, post.plantFault(parseInput(FaultInput, body)));
    case "clearing":
      post.faults.clear(parseInput(ClearingInput, body).id);
      return json(200, {});
    case "reports": {
      const { mail, kind } = parseInput(ReportInput, body);
      if (!post.mailbox.get(mail)) throw new ControlError(404, "There is no such mail here.");
      return json(200, await post.report(kind, mail));
    }
    case "reset":
      post.mailbox.clear();
      post.faults.clear();
      return json(200, {});
    default:
      return null;
  }
}

/** A frame cannot carry the token, so it carries what only the token's holder can have been told. */
function showHtml(post: LocalMail, ports: Ports, id: string, key: string): DoorResponse {
  const expected = viewKey(ports.controlToken, id);
  if (key.length !== expected.length || !timingSafeEqual(Buffer.from(key), Buffer.from(expected))) {
    throw new ControlError(401, "Open the mail at /sandbox/mail.");
  }
  const html = post.mailbox.html(id);
  if (!html) throw new ControlError(404, "There is no such mail here; old ones make room for new.");
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": framedPolicy,
      "x-frame-options": "SAMEORIGIN",
    },
    body: html,
  };
}

const viewKey = (token: string, id: string): string =>
  createHmac("sha256", token).update(`mail ${id}`).digest("hex");
