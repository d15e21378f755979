"use client";

import type { ReactNode } from "react";
import { floating } from "./floating-parts";
import { useLate } from "./late";

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Icon buttons beside the cross. */
  actions?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  width?: "md" | "lg";
};

/** One record beside the list it came from: from the end side, over the whole screen of a phone. */
export function Sheet(props: SheetProps) {
  const parts = useLate(floating, props.open);
  return parts && <parts.SheetWindow {...props} />;
}
