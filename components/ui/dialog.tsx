"use client";

import type { ReactNode } from "react";
import { floating } from "./floating-parts";
import { useLate } from "./late";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  /** A press outside does not close it: something typed would be lost. */
  keepOpen?: boolean;
  className?: string;
};

/** A question in front of the page. Records open in a `Sheet`, work in a page of its own. */
export function Dialog(props: DialogProps) {
  const parts = useLate(floating, props.open);
  return parts && <parts.DialogWindow {...props} />;
}
