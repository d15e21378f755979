"use client";

import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useTranslations } from "next-intl";
import { Checkbox } from "../checkbox";
import { cn } from "../cn";
import { type Column, columnClass, type Sort } from "./columns";

/** The head stays in sight while rows pass under it. */
export function TableHead<Row>(props: {
  columns: readonly Column<Row>[];
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  selection?: { all: boolean; some: boolean; onToggle: (all: boolean) => void };
}) {
  const t = useTranslations("common");
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr>
        {props.selection && (
          <th scope="col" className="w-10 border-line border-b ps-3">
            <Checkbox
              aria-label={t("table.selectAll")}
              checked={props.selection.all}
              indeterminate={props.selection.some && !props.selection.all}
              onCheckedChange={props.selection.onToggle}
            />
          </th>
        )}
        {props.columns.map((column) => {
          const direction = props.sort?.key === column.key ? props.sort.direction : undefined;
          return (
            <th
              key={column.key}
              scope="col"
              aria-sort={column.sortable ? (direction ?? "none") : undefined}
              style={{ width: column.width }}
              className={cn(
                "h-9 max-sm:h-11 whitespace-nowrap border-line border-b px-3 font-medium text-ink-muted text-sm",
                columnClass(column),
              )}
            >
              {column.sortable && props.onSort ? (
                <SortButton column={column} direction={direction} onSort={props.onSort} />
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

function SortButton<Row>(props: {
  column: Column<Row>;
  direction: Sort["direction"] | undefined;
  onSort: (sort: Sort) => void;
}) {
  const t = useTranslations("common");
  const { column, direction } = props;
  const next = direction === "descending" ? "ascending" : "descending";
  const Icon = direction === "ascending" ? ArrowUp : direction === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      title={t(next === "ascending" ? "table.sortAscending" : "table.sortDescending", {
        column: column.header,
      })}
      onClick={() => props.onSort({ key: column.key, direction: next })}
      className={cn(
        "-mx-1.5 inline-flex items-center gap-1 rounded-md px-1.5 py-1 hover:bg-hover hover:text-ink max-sm:min-h-11",
        direction && "text-ink",
      )}
    >
      {column.header}
      <Icon aria-hidden size={14} className={cn(!direction && "text-ink-faint")} />
    </button>
  );
}
