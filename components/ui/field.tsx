"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use, useId } from "react";
import { cn } from "./cn";

type FieldControl = {
  id?: string;
  labelId?: string;
  describedBy?: string;
  isInvalid: boolean;
  isDisabled: boolean;
};

const FieldContext = createContext<FieldControl>({ isInvalid: false, isDisabled: false });

/** What the field around a control says of it; spread `attributes` on the native element. */
export function useFieldControl() {
  const { id, labelId, describedBy, isInvalid, isDisabled } = use(FieldContext);
  return {
    labelId,
    isDisabled,
    attributes: {
      id,
      "aria-describedby": describedBy,
      "aria-invalid": isInvalid || undefined,
      "data-invalid": isInvalid ? "" : undefined,
    },
  };
}

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
  const id = useId();
  const labelId = `${id}-label`;
  const hintId = props.hint ? `${id}-hint` : undefined;
  const errorId = props.error ? `${id}-error` : undefined;
  const describedBy = [hintId, errorId].filter(Boolean).join(" ") || undefined;
  return (
    <FieldContext
      value={{
        id,
        labelId,
        describedBy,
        isInvalid: Boolean(props.error),
        isDisabled: props.disabled ?? false,
      }}
    >
      <div className={cn("flex min-w-0 flex-col gap-1.5", props.className)}>
        <label
          id={labelId}
          htmlFor={id}
          className={cn("w-fit font-medium text-ink text-sm", props.hideLabel && "sr-only")}
        >
          {props.label}
          {props.optional && <span className="ms-1.5 font-normal text-ink-faint">({t("optional")})</span>}
        </label>
        {props.children}
        {props.hint && (
          <p id={hintId} className="text-ink-faint text-sm">
            {props.hint}
          </p>
        )}
        {props.error && (
          <div id={errorId} className="text-danger text-sm" role="alert">
            {props.error}
          </div>
        )}
      </div>
    </FieldContext>
  );
}
