"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Where a token is pasted: left to right in every language, and nothing for the browser to remember or correct. */
export function TokenField(props: {
  label: string;
  hint?: string;
  error?: string;
  /** Nothing else stands before it: one can paste at once. */
  isFirst: boolean;
  value: string;
  onValueChange: (value: string) => void;
}) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      <Input
        dir="ltr"
        autoFocus={props.isFirst}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="123456789:AA…"
        value={props.value}
        onChange={(event) => props.onValueChange(event.currentTarget.value)}
      />
    </Field>
  );
}
