import type { Locale } from "@/lib/i18n/locales";
import { describeDevice, getRuntime, type Transaction } from "@/server/kernel";
import { queueMail } from "@/server/mail";
import { type LinkPurpose, makeLink } from "./links";

const templateOf = {
  "sign-up": "verify-email",
  address: "verify-email",
  "sign-in": "sign-in-link",
  reset: "reset-password",
} as const satisfies Record<LinkPurpose, string>;

/** Makes a link and sends it to its address, in the caller's transaction of that person. */
export async function sendLink(
  tx: Transaction,
  input: { personId: string; purpose: LinkPurpose; address: string; locale: Locale; next?: string | null },
): Promise<void> {
  const { url, minutes } = await makeLink(tx, input);
  await queueMail(tx, {
    to: input.address,
    locale: input.locale,
    template: templateOf[input.purpose],
    data: { url, minutes },
    personId: input.personId,
  });
}

/** What a mail about a person's safety can be about; the mail has a sentence for each. */
export type Notice =
  | "password_changed"
  | "email_changed"
  | "method_linked"
  | "method_unlinked"
  | "session_stolen";

/** Tells a person what happened to their access, in the transaction that makes it true. */
export async function sendNotice(
  tx: Transaction,
  person: { personId: string; address: string | null; locale: Locale },
  what: Notice,
  userAgent?: string | null,
): Promise<void> {
  if (!person.address) return;
  const { env, clock } = getRuntime();
  const { browser, system } = describeDevice(userAgent);
  const device = [browser, system].filter(Boolean).join(" · ");
  await queueMail(tx, {
    to: person.address,
    locale: person.locale,
    template: "security-notice",
    data: { what, ...(device && { device }), at: clock.now().toISOString(), url: `${env.origin}/account` },
    personId: person.personId,
  });
}
