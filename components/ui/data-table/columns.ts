import type { ReactNode } from "react";

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the end. */
  align?: "start" | "end";
  /** A CSS width, such as `8rem`; without one the columns share what is left. */
  width?: string;
  /** Left out on screens narrower than this. */
  hideBelow?: "sm" | "lg" | "wide";
  sortable?: boolean;
  /** The reader may switch it off. */
  optional?: boolean;
};

export type Sort = { key: string; direction: "ascending" | "descending" };

export type Selection = {
  selected: ReadonlySet<string>;
  onChange: (selected: Set<string>) => void;
  /** Buttons for what can be done with all that is selected. */
  actions?: ReactNode;
};

const hidden = {
  sm: "max-sm:hidden",
  lg: "max-lg:hidden",
  wide: "max-wide:hidden",
} as const;

/** The classes that a column's head and cells share. */
export function columnClass<Row>(column: Column<Row>): string {
  return [
    column.align === "end" ? "text-end" : "text-start",
    column.hideBelow ? hidden[column.hideBelow] : "",
  ].join(" ");
}
