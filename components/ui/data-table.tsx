"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from "react";
import { lasting } from "@/components/ui/lasting";
import { cn } from "./cn";
import type { Column, Selection, Sort } from "./data-table/columns";
import { TableHead } from "./data-table/head";
import { TableRow } from "./data-table/row";
import { ColumnMenu, SelectionBar } from "./data-table/table-bar";
import { useRowKeys } from "./data-table/use-row-keys";
import { SkeletonTable } from "./skeleton";
import { ErrorState } from "./states";

export type { Column, Sort } from "./data-table/columns";

const virtualFrom = 100;

/** Few tables are that long: the others do without its code. */
const VirtualRows = dynamic(
  lasting(() => import("./data-table/virtual-rows").then((file) => file.VirtualRows)),
  {
    ssr: false,
  },
);

type DataTableProps<Row> = {
  /** What the rows are, for those who hear the table. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Opens a row; give the row's cell a link too where it has an address of its own. */
  onOpen?: (row: Row) => void;
  /** The row that is open beside the table. */
  currentKey?: string | null;
  selection?: Selection;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  state?: "loading" | { error: ReactNode | true; onRetry?: () => void };
  /** Shown in place of rows when there are none: an `EmptyState`. */
  empty: ReactNode;
  /** A CSS height from which the table scrolls inside itself; needed for long ones. */
  maxHeight?: string;
  /** Called when the last rows come into sight, to fetch more. */
  onEnd?: () => void;
  className?: string;
};

/**
 * Rows of one kind: sticky head, keyboard, selection, column choice, and only the visible rows drawn past a hundred.
 * Sorting and paging are the caller's; this one shows what it is given.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, rowKey, selection, onOpen, onEnd } = props;
  const t = useTranslations("common");
  const help = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = columns.filter((column) => !hidden.has(column.key));
  const optional = columns.filter((column) => column.optional);

  const isVirtual = rows.length > virtualFrom;
  const scrollTo = useRef<(index: number) => void>(() => {});

  const toggle = (row: Row) => {
    if (!selection) return;
    const next = new Set(selection.selected);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    selection.onChange(next);
  };
  const at = (index: number, act: (row: Row) => void) => {
    const row = rows[index];
    if (row !== undefined) act(row);
  };
  const keys = useRowKeys({
    count: rows.length,
    container: scroller,
    scrollTo: useCallback((index) => scrollTo.current(index), []),
    onOpen: onOpen && ((index) => at(index, onOpen)),
    onSelect: selection && ((index) => at(index, toggle)),
  });

  const tellEnd = useCallback(
    (to: number) => {
      if (rows.length > 0 && to >= rows.length - 5) onEnd?.();
    },
    [rows.length, onEnd],
  );
  useEffect(() => {
    if (!isVirtual) tellEnd(rows.length);
  }, [isVirtual, rows.length, tellEnd]);

  const chosen = selection ? rows.filter((row) => selection.selected.has(rowKey(row))).length : 0;
  const isLoading = props.state === "loading";
  const failed = typeof props.state === "object" ? props.state : null;

  const drawRow = (index: number, measure?: (row: HTMLTableRowElement | null) => void) => {
    const row = rows[index];
    if (row === undefined) return null;
    const key = rowKey(row);
    return (
      <TableRow
        key={key}
        row={row}
        index={index}
        measure={measure}
        columns={shown}
        focusable={index === keys.active}
        current={props.currentKey === key}
        onFocus={() => keys.setActive(index)}
        onKeyDown={(event) => keys.onKeyDown(event, index)}
        onOpen={onOpen && (() => onOpen(row))}
        selected={selection?.selected.has(key)}
        onSelect={selection && (() => toggle(row))}
      />
    );
  };

  return (
    <div
      className={cn(
        "relative min-w-0 overflow-hidden rounded-lg border border-line bg-surface",
        props.className,
      )}
    >
      {selection && selection.selected.size > 0 && <SelectionBar selection={selection} />}
      {optional.length > 0 && (
        <div className="absolute end-1 top-1 z-20">
          <ColumnMenu columns={optional} hidden={hidden} onChange={setHidden} />
        </div>
      )}
      <div
        ref={scroller}
        aria-busy={isLoading || undefined}
        style={{ maxHeight: props.maxHeight ?? (isVirtual ? "calc(100dvh - 14rem)" : undefined) }}
        className={cn("overflow-x-auto", (props.maxHeight || isVirtual) && "overflow-y-auto")}
      >
        <span id={help} className="sr-only">
          {t("table.help")}
        </span>
        <table
          aria-label={props.label}
          aria-describedby={onOpen || selection ? help : undefined}
          aria-rowcount={rows.length + 1}
          className={cn(
            "w-full border-separate border-spacing-0 [&_td]:border-line [&_td]:border-b [&_tr:last-child_td]:border-b-0",
            optional.length > 0 && "[&_th:last-child]:pe-11",
          )}
        >
          <TableHead
            columns={shown}
            sort={props.sort}
            onSort={props.onSort}
            selection={
              selection && {
                all: rows.length > 0 && chosen === rows.length,
                some: chosen > 0,
                onToggle: (all) => selection.onChange(new Set(all ? rows.map(rowKey) : [])),
              }
            }
          />
          <tbody>
            {!failed &&
              (isVirtual ? (
                <VirtualRows
                  count={rows.length}
                  scroller={scroller}
                  scrollTo={scrollTo}
                  onWindow={tellEnd}
                  drawRow={drawRow}
                />
              ) : (
                rows.map((_, index) => drawRow(index))
              ))}
          </tbody>
        </table>
        {isLoading && <SkeletonTable rows={rows.length ? 3 : 8} columns={Math.min(shown.length, 5)} />}
        {failed && (
          <ErrorState title={failed.error === true ? undefined : failed.error} onRetry={failed.onRetry} />
        )}
        {!isLoading && !failed && rows.length === 0 && props.empty}
      </div>
    </div>
  );
}
