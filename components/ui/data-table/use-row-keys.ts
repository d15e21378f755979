"use client";

import { type KeyboardEvent, type RefObject, useCallback, useState } from "react";
import { isOwnControl } from "./row";

/**
 * Moves through rows by keyboard: ↑ ↓ (or k, j), Home, End; Enter opens, Space selects. One row is in the tab
 * order at a time.
 *
 * @param scrollTo brings a row that may not be drawn yet into view
 */
export function useRowKeys(options: {
  count: number;
  container: RefObject<HTMLElement | null>;
  scrollTo: (index: number) => void;
  onOpen?: (index: number) => void;
  onSelect?: (index: number) => void;
}) {
  const [active, setActive] = useState(0);
  const { count, container, scrollTo, onOpen, onSelect } = options;

  const move = useCallback(
    (index: number) => {
      const next = Math.max(0, Math.min(count - 1, index));
      setActive(next);
      scrollTo(next);
      // A virtual row exists only after the scroll has been drawn.
      requestAnimationFrame(() => {
        container.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
      });
    },
    [count, container, scrollTo],
  );

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, index: number) {
    if (isOwnControl(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
    const target = rowAfter(event.key, index, count);
    if (target !== null) move(target);
    else if (event.key === "Enter" && onOpen) onOpen(index);
    else if (event.key === " " && onSelect) onSelect(index);
    else return;
    event.preventDefault();
  }

  return { active: Math.min(active, Math.max(0, count - 1)), setActive, onKeyDown };
}

/** Where a key leads from a row, or null when it is not a key of movement. */
function rowAfter(key: string, index: number, count: number): number | null {
  if (key === "ArrowDown" || key === "j") return index + 1;
  if (key === "ArrowUp" || key === "k") return index - 1;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return null;
}
