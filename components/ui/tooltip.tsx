"use client";

import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { floating } from "./floating-parts";
import { useLate } from "./late";

export type TooltipProps = {
  label: ReactNode;
  /** Keys that do the same, as for `Kbd`. */
  shortcut?: string;
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  disabled?: boolean;
  children: ReactElement;
};

const restMs = 400;
/** Long enough to move the pointer onto what has opened. */
const leaveMs = 120;

/**
 * Names what is under the pointer or the focus. Never the only place where something is said: a screen reader does not say
 * it.
 */
export function Tooltip(props: TooltipProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isOpen, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const parts = useLate(floating, anchor !== null);
  useEffect(() => () => clearTimeout(timer.current), []);

  function turn(open: boolean, afterMs: number) {
    clearTimeout(timer.current);
    if (afterMs === 0) setOpen(open);
    else timer.current = setTimeout(() => setOpen(open), afterMs);
  }

  const child = props.children as ReactElement<HTMLAttributes<HTMLElement>>;
  const own = child.props;
  if (props.disabled) return child;
  return (
    <>
      {cloneElement(child, {
        onPointerEnter(event) {
          own.onPointerEnter?.(event);
          if (event.pointerType !== "mouse") return;
          setAnchor(event.currentTarget);
          turn(true, restMs);
        },
        onPointerLeave(event) {
          own.onPointerLeave?.(event);
          turn(false, leaveMs);
        },
        onPointerDown(event) {
          own.onPointerDown?.(event);
          turn(false, 0);
        },
        onFocus(event) {
          own.onFocus?.(event);
          if (!event.currentTarget.matches(":focus-visible")) return;
          setAnchor(event.currentTarget);
          turn(true, 0);
        },
        onBlur(event) {
          own.onBlur?.(event);
          turn(false, 0);
        },
        onClick(event) {
          own.onClick?.(event);
          turn(false, 0);
        },
      })}
      {parts && anchor && (
        <parts.TooltipPopup
          {...props}
          anchor={anchor}
          open={isOpen}
          onOpenChange={(open) => turn(open, 0)}
          onHold={() => clearTimeout(timer.current)}
          onRelease={() => turn(false, leaveMs)}
        />
      )}
    </>
  );
}
