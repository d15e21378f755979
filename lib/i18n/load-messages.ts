import type { MessageDomain, PanelMessages } from "./domains";
import type { Locale } from "./locales";

export type MessageTree = { [key: string]: string | MessageTree };

/**
 * The texts of some domains in one language. Russian and Arabic may lack a key, or a whole domain, of the panel:
 * English stands in, key by key.
 */
export async function loadMessages(
  locale: Locale,
  domains: readonly MessageDomain[],
): Promise<PanelMessages> {
  const entries = await Promise.all(
    domains.map(async (domain) => [domain, await loadDomain(locale, domain)] as const),
  );
  // Only what was asked for is there; next-intl names a key that is missing when it is used.
  return Object.fromEntries(entries) as PanelMessages;
}

async function loadDomain(locale: Locale, domain: MessageDomain): Promise<MessageTree> {
  if (locale === "tr" || locale === "en") return readDomain(locale, domain);
  const [own, english] = await Promise.all([
    readDomain(locale, domain).catch(() => ({})),
    readDomain("en", domain),
  ]);
  return withFallback(own, english);
}

async function readDomain(locale: Locale, domain: MessageDomain): Promise<MessageTree> {
  const file: { default: MessageTree } = await import(`../../messages/${locale}/${domain}.json`);
  return file.default;
}

/** `own` where it has a text, `fallback` elsewhere; keys that `fallback` lacks are dropped. */
export function withFallback(own: MessageTree, fallback: MessageTree): MessageTree {
  const merged: MessageTree = {};
  for (const [key, text] of Object.entries(fallback)) {
    const mine = own[key];
    if (typeof text === "string") merged[key] = typeof mine === "string" ? mine : text;
    else merged[key] = withFallback(typeof mine === "object" ? mine : {}, text);
  }
  return merged;
}
