import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { PageHeader } from "@/components/ui/page-header";

const widths = { full: "max-w-[90rem]", parts: "max-w-5xl", text: "max-w-3xl" } as const;

/** A page of the panel: one title, one primary action at its end, filters below, then the work. */
export function PanelPage(props: {
  title: ReactNode;
  description?: ReactNode;
  back?: { href: string; label: string };
  /** The one primary action; at most a secondary one before it. */
  action?: ReactNode;
  /** What narrows the view; it lives in the address bar. */
  filters?: ReactNode;
  width?: keyof typeof widths;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "mx-auto flex w-full flex-col gap-5 px-4 py-5 sm:px-6 wide:px-8 wide:py-7",
        widths[props.width ?? "full"],
      )}
    >
      <PageHeader title={props.title} description={props.description} back={props.back} action={props.action}>
        {props.filters && <div className="flex flex-wrap items-center gap-2">{props.filters}</div>}
      </PageHeader>
      {props.children}
    </div>
  );
}

/**
 * A page that fills the screen and scrolls in its own panes (the inbox). Its height leaves room for the bottom bar.
 */
export function PanelCanvas(props: { title: string; children: ReactNode; className?: string }) {
  return (
    <div className={cn("flex h-[calc(100dvh-var(--bottom-bar))] min-h-0", props.className)}>
      <h1 className="sr-only">{props.title}</h1>
      {props.children}
    </div>
  );
}
