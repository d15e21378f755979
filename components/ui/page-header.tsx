import ArrowLeft from "lucide-react/icons/arrow-left";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** A page's one title and its one primary action. */
export function PageHeader(props: {
  title: ReactNode;
  description?: ReactNode;
  /** Where it came from, for a page below another. */
  back?: { href: string; label: string };
  action?: ReactNode;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cn("flex flex-col gap-4", props.className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          {props.back && (
            <Link
              href={props.back.href}
              className="mb-1 inline-flex min-h-6 items-center gap-1 rounded-md text-ink-muted text-sm hover:text-ink"
            >
              <ArrowLeft aria-hidden size={14} className="flip-rtl" />
              {props.back.label}
            </Link>
          )}
          <h1 className="text-balance font-semibold text-xl">{props.title}</h1>
          {props.description && <p className="mt-0.5 max-w-prose text-ink-muted">{props.description}</p>}
        </div>
        {props.action && <div className="flex shrink-0 flex-wrap gap-2">{props.action}</div>}
      </div>
      {props.children}
    </header>
  );
}
