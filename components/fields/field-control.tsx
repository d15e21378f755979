"use client";

import { useTranslations } from "next-intl";
import type { Ref } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CustomerField } from "@/server/fields/schemas";

const nothing = "nothing";

/** What a field is answered with: a line to write in, a day to choose, or one of the answers it offers. */
export function FieldControl(props: {
  field: CustomerField;
  value: string;
  /** A choice says it at once; what is typed, with every letter. */
  onValue: (value: string, isWhole: boolean) => void;
  label?: string;
  inputRef?: Ref<HTMLInputElement>;
}) {
  const t = useTranslations("customers.fields");
  const { field, value, onValue } = props;
  const label = props.label ?? field.name;
  if (field.kind === "boolean" || field.kind === "choice") {
    const offered =
      field.kind === "boolean"
        ? [
            { value: "yes", label: t("yes") },
            { value: "no", label: t("no") },
          ]
        : field.choices
            .filter(({ id, isArchived }) => !isArchived || id === value)
            .map((choice) => ({ value: choice.id, label: choice.label }));
    return (
      <Select
        label={label}
        className="w-full"
        value={value || nothing}
        items={[{ value: nothing, label: t("unknown") }, ...offered]}
        onValueChange={(next) => onValue(next === nothing ? "" : next, true)}
      />
    );
  }
  return (
    <Input
      {...(props.inputRef ? { ref: props.inputRef } : {})}
      aria-label={label}
      type={field.kind === "date" ? "date" : "text"}
      inputMode={field.kind === "number" ? "decimal" : undefined}
      dir={field.kind === "text" ? "auto" : undefined}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value, false)}
    />
  );
}
