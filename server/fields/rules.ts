import { parseDay } from "@/lib/dates/parse-moment";
import { foldText } from "@/lib/text/fold";

export const fieldKinds = ["text", "number", "date", "boolean", "choice"] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** A workspace has at most so many fields, the archived ones included. */
export const maxFields = 60;
/** A field of choices offers at most so many, those taken out included. */
export const maxChoices = 100;
export const maxFieldNameUnits = 60;
export const maxFieldTextUnits = 500;
/** A list is narrowed by at most so many fields at once. */
export const maxFieldFilters = 5;

/** Two names are one where they differ by case, accents or spaces alone. */
export const toFieldKey = (name: string): string => foldText(name).replace(/\s+/g, " ").trim().slice(0, 200);

/** What the import calls the column of a field, and what the audit calls it. */
export const fieldColumn = (fieldId: string): string => `field ${fieldId}`;

export type FieldProblem = "tooLong" | "notANumber" | "notADay" | "notYesNo" | "notAChoice";

type KnownField = {
  kind: FieldKind;
  choices: readonly { id: string; label: string; isArchived?: boolean | undefined }[];
};

const yes = new Set(["yes", "y", "true", "1", "evet", "var", "да", "есть", "نعم", "اجل"]);
const no = new Set(["no", "n", "false", "0", "hayir", "yok", "нет", "لا"]);

/**
 * What somebody wrote, or a file says, in the one form that its kind is stored in, and the key that a filter compares:
 * a text as it is, `-12.5`, `2026-11-20`, `yes` or `no`, a choice's id. Null where it says nothing. Pure.
 */
export function readFieldValue(
  field: KnownField,
  given: string,
): { value: string; key: string } | { problem: FieldProblem } | null {
  const text = given.trim();
  if (text === "") return null;
  const same = (value: string) => ({ value, key: value });
  switch (field.kind) {
    case "text":
      return text.length > maxFieldTextUnits
        ? { problem: "tooLong" }
        : { value: text, key: toFieldKey(text) };
    case "number": {
      const number = readNumber(text);
      return number === null ? { problem: "notANumber" } : same(number);
    }
    case "date": {
      const day = parseDay(text, "UTC");
      return day === null ? { problem: "notADay" } : same(day);
    }
    case "boolean": {
      const word = foldText(text).trim();
      if (yes.has(word)) return same("yes");
      return no.has(word) ? same("no") : { problem: "notYesNo" };
    }
    case "choice": {
      const key = toFieldKey(text);
      const choice =
        field.choices.find(({ id }) => id === text) ??
        field.choices.find(({ label, isArchived }) => !isArchived && toFieldKey(label) === key);
      return choice ? same(choice.id) : { problem: "notAChoice" };
    }
  }
}

/**
 * "1250", "-12,5", "1 250.50", "1.299,90": a sign, at most fifteen digits, at most six of them behind the point. Where a
 * point and a comma both stand, the last one is the decimal one; one alone is decimal.
 */
function readNumber(text: string): string | null {
  const bare = text.replace(/[\s\u00a0\u202f']/g, "").replace(/^\u2212/, "-");
  const decimal = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  const isGrouped = bare.includes(".") && bare.includes(",");
  const whole = (decimal < 0 ? bare : bare.slice(0, decimal)).replace(/[.,]/g, isGrouped ? "" : "x");
  const fraction = decimal < 0 ? "" : bare.slice(decimal + 1);
  if (!/^-?\d{1,15}$/.test(whole) || !/^\d{0,6}$/.test(fraction)) return null;
  if (whole.length + fraction.length > 16) return null;
  const digits = whole.replace(/^(-?)0+(?=\d)/, "$1");
  const rest = fraction.replace(/0+$/, "");
  const value = rest ? `${digits}.${rest}` : digits;
  return value === "-0" ? "0" : value;
}
