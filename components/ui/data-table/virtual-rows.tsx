"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect } from "react";

const rowHeight = 45;

/** The rows of a long table that are in sight, between spacers as tall as the others. */
export function VirtualRows(props: {
  count: number;
  scroller: RefObject<HTMLElement | null>;
  /** Filled with the way to bring a row into sight that is not drawn. */
  scrollTo: RefObject<(index: number) => void>;
  /** Told where the drawn rows end. */
  onWindow: (to: number) => void;
  drawRow: (index: number, measure: (row: HTMLTableRowElement | null) => void) => ReactNode;
}) {
  const { scroller, scrollTo, onWindow } = props;
  const virtualizer = useVirtualizer({
    count: props.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1);
  const to = (last?.index ?? -1) + 1;
  useEffect(() => {
    scrollTo.current = (index) => virtualizer.scrollToIndex(index);
    return () => {
      scrollTo.current = () => {};
    };
  }, [scrollTo, virtualizer]);
  useEffect(() => onWindow(to), [onWindow, to]);
  return (
    <>
      <Spacer height={items[0]?.start ?? 0} />
      {items.map(({ index }) => props.drawRow(index, virtualizer.measureElement))}
      <Spacer height={virtualizer.getTotalSize() - (last?.end ?? 0)} />
    </>
  );
}

/** Stands for the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={99} />
    </tr>
  );
}
