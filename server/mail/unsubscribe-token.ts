import { decrypt, encrypt, getRuntime } from "@/server/kernel";
import { UnsubscribeLinkInvalid } from "./errors";
import { type MailTemplate, purposeOf } from "./rules";

export type Subscription = { workspaceId: string; addressKey: string; template: MailTemplate };

const context = "mail unsubscribe";
export const unsubscribePath = "/unsubscribe";
export const oneClickPath = "/api/mail/unsubscribe";

/** Says whose mail of which kind, so that a link works without a sign-in and for as long as the key stands. */
export function unsubscribeToken({ workspaceId, addressKey, template }: Subscription): string {
  return encrypt(getRuntime().env.secret, JSON.stringify([workspaceId, addressKey, template]), context);
}

/** @throws UnsubscribeLinkInvalid */
export function readUnsubscribeToken(token: string): Subscription {
  try {
    const [workspaceId, addressKey, template] = JSON.parse(decrypt(getRuntime().env, token, context)) as [
      string,
      string,
      MailTemplate,
    ];
    if (purposeOf[template] !== "bulk") throw new UnsubscribeLinkInvalid();
    return { workspaceId, addressKey, template };
  } catch {
    // Cut short, altered, or of another key: for its holder it is one and the same.
    throw new UnsubscribeLinkInvalid();
  }
}
