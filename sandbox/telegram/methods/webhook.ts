import { badRequest } from "../errors";
import type { StateRecord, UpdateKind } from "../records";
import type { MethodCall, Outcome } from "./outcome";

const usualMaxConnections = 40;
const httpsPorts = new Set(["", "443", "80", "88", "8443"]);

export function setWebhook(call: MethodCall): Outcome {
  const url = (call.params.url as string | undefined) ?? "";
  if (url === "") return deleteWebhook(call);
  requireReachable(url);
  const webhook = {
    url,
    secret: (call.params.secret_token as string | undefined) ?? "",
    maxConnections: (call.params.max_connections as number | undefined) ?? usualMaxConnections,
  };
  const dropPending = call.params.drop_pending_updates === true;
  const isSame = JSON.stringify(call.bot.webhook) === JSON.stringify(webhook);
  const records: StateRecord[] = [
    { t: "webhook", bot: call.bot.id, webhook, dropPending },
    ...allowedRecords(call),
  ];
  return { result: true, description: isSame ? "Webhook is already set" : "Webhook was set", records };
}

export function deleteWebhook(call: MethodCall): Outcome {
  const dropPending = call.params.drop_pending_updates === true;
  return {
    result: true,
    description: call.bot.webhook ? "Webhook was deleted" : "Webhook is already deleted",
    records: [{ t: "webhook", bot: call.bot.id, webhook: null, dropPending }, ...allowedRecords(call)],
  };
}

/** A list that is given replaces the old one; an absent one leaves it. */
export function allowedRecords(call: MethodCall): StateRecord[] {
  const kinds = call.params.allowed_updates as UpdateKind[] | undefined;
  if (!kinds || JSON.stringify(kinds) === JSON.stringify(call.bot.allowed)) return [];
  return [{ t: "allowed", bot: call.bot.id, kinds: [...new Set(kinds)] }];
}

/** @throws BotApiError 400 unless Telegram could reach it; http is allowed to this machine only */
function requireReachable(address: string): void {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw badRequest("invalid webhook URL specified");
  }
  if (isLoopback(url.hostname) && (url.protocol === "http:" || url.protocol === "https:")) return;
  if (url.protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (!httpsPorts.has(url.port))
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
}

/** Whether a host name or address stays on this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").replace(/^::ffff:/i, "");
  return bare === "localhost" || bare === "::1" || /^127(\.\d{1,3}){3}$/.test(bare);
}
