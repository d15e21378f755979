import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { messageDomains } from "./domains";
import { loadMessages } from "./load-messages";
import { chooseLocale, isLocale, localeCookie } from "./locales";

/** Where no workspace says otherwise, times are told as in Istanbul. */
export const defaultTimeZone = "Europe/Istanbul";

/** Per request, for server components: every domain (they never leave the server unless `<Messages>` sends them). */
export default getRequestConfig(async ({ locale: asked }) => {
  const locale = isLocale(asked) ? asked : await readLocale();
  return { locale, messages: await loadMessages(locale, messageDomains), timeZone: defaultTimeZone };
});

async function readLocale() {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return chooseLocale(jar.get(localeCookie)?.value, head.get("accept-language"));
}
