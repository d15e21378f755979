"use client";

import { Field as Base } from "@base-ui/react/field";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** One control with its label, a hint that is always there, and an error that says what to do. */
export function Field(props: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  /** The label is read out but not seen. */
  hideLabel?: boolean;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const t = useTranslations("common");
  return (
    <Base.Root
      invalid={props.error ? true : undefined}
      disabled={props.disabled}
      className={cn("flex min-w-0 flex-col gap-1.5", props.className)}
    >
      <Base.Label className={cn("w-fit font-medium text-ink text-sm", props.hideLabel && "sr-only")}>
        {props.label}
        {props.optional && <span className="ms-1.5 font-normal text-ink-faint">({t("optional")})</span>}
      </Base.Label>
      {props.children}
      {props.hint && <Base.Description className="text-ink-faint text-sm">{props.hint}</Base.Description>}
      {props.error && (
        <Base.Error match className="text-danger text-sm" role="alert">
          {props.error}
        </Base.Error>
      )}
    </Base.Root>
  );
}
