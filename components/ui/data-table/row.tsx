"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEvent, MouseEvent } from "react";
import { Checkbox } from "../checkbox";
import { cn } from "../cn";
import { type Column, columnClass } from "./columns";

/** One row: pressed anywhere it opens, except on what has a use of its own. */
export function TableRow<Row>(props: {
  row: Row;
  index: number;
  /** Tells the row's height to the virtual list, which knows it by `data-index`. */
  measure?: (row: HTMLTableRowElement | null) => void;
  columns: readonly Column<Row>[];
  focusable: boolean;
  current?: boolean;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void;
  onOpen?: () => void;
  selected?: boolean;
  onSelect?: (selected: boolean) => void;
}) {
  const t = useTranslations("common");

  function press(event: MouseEvent<HTMLElement>) {
    if (!props.onOpen || isOwnControl(event.target)) return;
    props.onOpen();
  }

  return (
    <tr
      ref={props.measure}
      data-index={props.index}
      data-row={props.index}
      aria-rowindex={props.index + 2}
      aria-selected={props.onSelect ? props.selected : undefined}
      aria-current={props.current || undefined}
      tabIndex={props.focusable ? 0 : -1}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
      onClick={press}
      className={cn(
        "group/row transition-colors focus-visible:-outline-offset-2",
        props.onOpen && "cursor-pointer hover:bg-sunken",
        (props.selected || props.current) && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      {props.onSelect && (
        <td className="w-10 ps-3">
          <Checkbox
            aria-label={t("table.selectRow")}
            checked={props.selected ?? false}
            onCheckedChange={props.onSelect}
            tabIndex={-1}
          />
        </td>
      )}
      {props.columns.map((column) => (
        <td key={column.key} className={cn("h-11 px-3 py-1.5", columnClass(column))}>
          {column.cell(props.row)}
        </td>
      ))}
    </tr>
  );
}

/** True when the event comes from something inside a row that has a use of its own. */
export function isOwnControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("a,button,input,label,select,textarea,[role=checkbox]") !== null
  );
}
