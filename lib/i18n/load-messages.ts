import type { MessageDomain, PanelMessages } from "./domains";
import type { Locale } from "./locales";
import { type MessageTree, withFallback } from "./with-fallback";

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

/** By language and domain; every request asks for most of them. */
const loaded = new Map<string, Promise<MessageTree>>();

function loadDomain(locale: Locale, domain: MessageDomain): Promise<MessageTree> {
  const key = `${locale} ${domain}`;
  const known = loaded.get(key);
  if (known) return known;
  const coming = joinDomain(locale, domain);
  loaded.set(key, coming);
  coming.catch(() => loaded.delete(key));
  return coming;
}

async function joinDomain(locale: Locale, domain: MessageDomain): Promise<MessageTree> {
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
