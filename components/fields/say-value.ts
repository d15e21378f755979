import type { useTranslations } from "next-intl";
import type { Format } from "@/lib/format/format";
import type { CustomerField } from "@/server/fields/schemas";

/** What is known, in the reader's words. */
export function sayFieldValue(
  words: { t: ReturnType<typeof useTranslations<"customers">>; format: Format },
  field: CustomerField,
  value: string,
): string {
  const { t, format } = words;
  switch (field.kind) {
    case "number":
      return format.number(Number(value), 6);
    case "date":
      return format.date(`${value}T12:00:00Z`);
    case "boolean":
      return t(value === "yes" ? "fields.yes" : "fields.no");
    case "choice":
      return field.choices.find(({ id }) => id === value)?.label ?? "";
    case "text":
      return value;
  }
}
