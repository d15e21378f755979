import postgres from "postgres";
import { decrypt, getRuntime, type HeaderSource, type Session } from "@/server/kernel";
import { confirmSignUp } from "./confirm-sign-up";
import { signUp } from "./sign-up";

export const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
export const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/** A request of a browser somewhere in the world. */
export function browserAt(
  network: string,
  more: { userAgent?: string | undefined; cookie?: string; headers?: Record<string, string> } = {},
): HeaderSource {
  const userAgent = "userAgent" in more ? more.userAgent : firefox;
  const sent: Record<string, string | undefined> = {
    ...more.headers,
    "user-agent": userAgent,
    cookie: more.cookie,
  };
  return { remoteAddress: network, header: (name) => sent[name] };
}

type Sent = { template: string; locale: string; content: { url?: string; minutes?: number; what?: string } };

/** What was queued for an address, oldest first, as the sender would open it. */
export async function mailsTo(adminUrl: string, address: string): Promise<Sent[]> {
  const admin = postgres(adminUrl, { max: 1 });
  const rows = await admin<{ id: string; template: string; locale: string; content_encrypted: string }[]>`
    select id, template, locale, content_encrypted from mails where address_key = ${address} order by id`;
  await admin.end();
  const { env } = getRuntime();
  return rows.map(({ id, template, locale, content_encrypted: sealed }) => ({
    template,
    locale,
    content: JSON.parse(decrypt(env, sealed, `mail:${id}`)),
  }));
}

/** The token in the newest mail to an address, and its template. */
export async function newestLink(
  adminUrl: string,
  address: string,
): Promise<{ template: string; token: string }> {
  const mail = (await mailsTo(adminUrl, address)).at(-1);
  const token = mail?.content.url?.split("/").at(-1);
  if (!mail || !token) throw new Error(`No link was sent to ${address}.`);
  return { template: mail.template, token };
}

export const password = "dört kelime yeter bana";
let networks = 0;

/** A person with a confirmed address and this file's password, signed in by Firefox. */
export async function makePerson(adminUrl: string, address: string): Promise<Session> {
  networks += 1;
  const request = browserAt(`192.0.2.${networks}`);
  const input = { displayName: "Deniz", address, password, locale: "tr" as const };
  const { browserSecret } = await signUp({ request, input });
  const { token } = await newestLink(adminUrl, address);
  const { personId, sessionId } = await confirmSignUp({ request, input: { token, browserSecret } });
  return { personId, sessionId };
}
