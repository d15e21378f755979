import { getRuntime } from "@/server/kernel";
import type { MailReason } from "./rules";

type Known = { isConfigured: boolean; failure: MailReason | null };

const known = (): Known => getRuntime().keep("mail health", () => ({ isConfigured: false, failure: null }));

export function noteMailServer(isConfigured: boolean): void {
  known().isConfigured = isConfigured;
}

/** What the newest try came to; what is wrong with one address says nothing of the server. */
export function noteMailTry(reason: MailReason | null): void {
  const isOfServer = reason === "server_unavailable" || reason === "server_refused_us";
  known().failure = isOfServer ? reason : null;
}

/** `off` where no server is set: nothing that needs a mail works. `failing` as long as the server takes none. */
export function mailHealth(): "ok" | "off" | "failing" {
  const { isConfigured, failure } = known();
  if (!isConfigured) return "off";
  return failure ? "failing" : "ok";
}

/** Whether a mail that is queued now has a way out. Screens offer no link by mail where it has none. */
export const isMailOn = (): boolean => known().isConfigured;
