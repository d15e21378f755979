import type { ReactNode } from "react";
import { cn } from "./cn";

/** A bordered part of a page, with its own heading when it needs one. */
export function Card(props: {
  title?: ReactNode;
  hint?: ReactNode;
  action?: ReactNode;
  /** The content meets the borders (a table, a list). */
  flush?: boolean;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={cn("min-w-0 rounded-lg border border-line bg-surface", props.className)}>
      {(props.title || props.action) && (
        <header className={cn("flex items-start gap-3 px-4 pt-3.5", props.flush && "pb-3")}>
          <div className="min-w-0 flex-1">
            <h2 className="font-semibold">{props.title}</h2>
            {props.hint && <p className="text-ink-muted text-sm">{props.hint}</p>}
          </div>
          {props.action}
        </header>
      )}
      <div className={cn(!props.flush && "p-4")}>{props.children}</div>
    </section>
  );
}

/** Facts of a record, a line each: what it is and what it says. */
export function DescriptionList(props: {
  items: readonly { term: ReactNode; value: ReactNode }[];
  className?: string;
}) {
  return (
    <dl className={cn("grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-2", props.className)}>
      {props.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of facts.
        <div key={index} className="contents">
          <dt className="text-ink-muted">{item.term}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
