"use client";

import Columns3 from "lucide-react/icons/columns-3";
import { useTranslations } from "next-intl";
import { Button } from "../button";
import { IconButton } from "../icon-button";
import { Menu, MenuCheckItem } from "../menu";
import type { Column, Selection } from "./columns";

/** Over the rows: what is selected and what can be done with it. */
export function SelectionBar({ selection }: { selection: Selection }) {
  const t = useTranslations("common");
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 border-line border-b bg-accent-soft px-3 py-1.5 text-accent-text"
    >
      <span className="me-auto font-medium">{t("table.selected", { count: selection.selected.size })}</span>
      {selection.actions}
      <Button variant="ghost" size="sm" onClick={() => selection.onChange(new Set())}>
        {t("table.clearSelection")}
      </Button>
    </div>
  );
}

/** Which of the optional columns are shown. */
export function ColumnMenu<Row>(props: {
  columns: readonly Column<Row>[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: Set<string>) => void;
}) {
  const t = useTranslations("common");
  return (
    <Menu
      trigger={<IconButton size="sm" label={t("table.columns")} icon={<Columns3 aria-hidden size={16} />} />}
    >
      {props.columns.map((column) => (
        <MenuCheckItem
          key={column.key}
          checked={!props.hidden.has(column.key)}
          onCheckedChange={(shown) => {
            const next = new Set(props.hidden);
            if (shown) next.delete(column.key);
            else next.add(column.key);
            props.onChange(next);
          }}
        >
          {column.header}
        </MenuCheckItem>
      ))}
    </Menu>
  );
}
