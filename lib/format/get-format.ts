import { getLocale, getTimeZone } from "next-intl/server";
import { createFormat, type Format } from "./format";

/** The reader's formats for a server component, in the given zone (a workspace's) or the default one. */
export async function getFormat(timeZone?: string): Promise<Format> {
  return createFormat(await getLocale(), timeZone ?? (await getTimeZone()));
}
