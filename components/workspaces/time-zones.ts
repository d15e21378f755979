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
  const clock = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  // The same in every language: "GMT+3" is what zones are compared by.
  const offset = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName");
  return `${new Intl.DateTimeFormat(tag, clock).format(at)} · ${offset?.value ?? ""}`;
}
