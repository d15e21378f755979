"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** An e-mail address, as every form of signing in asks for it. */
export function AddressField(props: {
  kept?: string | undefined;
  error?: string | undefined;
  autoFocus?: boolean;
  label?: string;
  /** With it a password manager knows whose password it keeps. */
  autoComplete?: "username" | "email";
  onValue?: (value: string) => void;
}) {
  const t = useTranslations("auth.fields");
  return (
    <Field label={props.label ?? t("address")} error={props.error}>
      <Input
        name="address"
        type="email"
        dir="ltr"
        inputMode="email"
        autoComplete={props.autoComplete ?? "username"}
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={props.autoFocus}
        defaultValue={props.kept ?? ""}
        onChange={({ currentTarget }) => props.onValue?.(currentTarget.value)}
      />
    </Field>
  );
}
