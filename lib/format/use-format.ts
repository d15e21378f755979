"use client";

import { useLocale, useTimeZone } from "next-intl";
import { createFormat, type Format } from "./format";

/** The reader's formats, in the zone of the nearest `<Messages timeZone>`. */
export function useFormat(): Format {
  return createFormat(useLocale(), useTimeZone() ?? "Europe/Istanbul");
}
