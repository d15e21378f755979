"use client";

import Eye from "lucide-react/icons/eye";
import EyeOff from "lucide-react/icons/eye-off";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type PasswordFieldProps = {
  name: string;
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
  /** What a password manager is to do: fill in the one it keeps, or offer a new one. */
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
  onFocus?: () => void;
  onValue?: (value: string) => void;
};

/** A password, hidden until its writer wants to see it. */
export function PasswordField(props: PasswordFieldProps) {
  const t = useTranslations("auth.fields");
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      <Input
        name={props.name}
        type={isShown ? "text" : "password"}
        autoComplete={props.autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus={props.autoFocus}
        onFocus={props.onFocus}
        onChange={({ currentTarget }) => props.onValue?.(currentTarget.value)}
        trail={
          <button
            type="button"
            aria-label={isShown ? t("hide") : t("show")}
            aria-pressed={isShown}
            className="pointer-events-auto flex size-8 items-center justify-center rounded-md hover:text-ink max-sm:h-11"
            onClick={() => setIsShown(!isShown)}
          >
            <Icon aria-hidden size={16} />
          </button>
        }
      />
    </Field>
  );
}
