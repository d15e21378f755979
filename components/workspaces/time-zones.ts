import { intlTags, isLocale } from "@/lib/i18n/locales";

/** The zones that this browser knows, the one in use among them, even if it spells it otherwise. */
export function listZones(inUse: string): string[] {
  return [...new Set([inUse, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** `America/Argentina/Buenos Aires`: how a zone reads, and what is searched. */
export function nameOfZone(zone: string): string {
  return zone.replaceAll("_", " ");
}

/** `14:05 · GMT+3`: what a clock there shows, and how far it is from Greenwich. */
export function describeZone(zone: string, locale: string, at: Date): string {
  const tag = isLocale(locale) ? intlTags[locale] : locale;
  const options = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const parts = new Intl.DateTimeFormat(tag, { ...options, timeZoneName: "shortOffset" }).formatToParts(at);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  return `${new Intl.DateTimeFormat(tag, options).format(at)} · ${offset}`;
}
