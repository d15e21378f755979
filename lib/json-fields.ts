import { storableText } from "./text/storable";

/** Reading fields of foreign JSON: what is not as it should be is absent, never an error. */
export type Json = { [key: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An integer that JavaScript holds exactly, as text. */
export const integerText = (value: unknown): string | null =>
  typeof value === "number" && Number.isSafeInteger(value) ? String(value) : null;

/** The beginning of a text that the database can hold; a pair of surrogates that the end falls into is given up. */
export const textOf = (value: unknown, maxLength: number): string =>
  typeof value === "string" ? storableText(value).slice(0, maxLength).toWellFormed() : "";

const year2100S = 4_102_444_800;

/** Seconds since 1970, where they make sense; a missing or absurd date is `now`. */
export const instantOfSeconds = (seconds: unknown, now: Date): Date =>
  typeof seconds === "number" && Number.isInteger(seconds) && seconds > 0 && seconds < year2100S
    ? new Date(seconds * 1000)
    : now;
