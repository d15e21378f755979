import Link from "next/link";
import type { ReactNode } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Wordmark } from "@/components/ui/mark";

/** The pages before one is in: the mark, one card, nothing else. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center justify-between">
        <Link href="/" className="rounded-md">
          <Wordmark />
        </Link>
        <PreferenceMenu />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center py-8 sm:pb-24">{children}</main>
    </div>
  );
}

/** One thing to do. */
export function AuthCard(props: {
  title: ReactNode;
  lead?: ReactNode;
  /** The other ways, below the card. */
  after?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex w-full max-w-96 flex-col gap-4">
      <section className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-5 sm:p-6">
        <header className="flex flex-col gap-1.5">
          <h1 className="font-semibold text-xl">{props.title}</h1>
          {props.lead && <p className="text-ink-muted">{props.lead}</p>}
        </header>
        {props.children}
      </section>
      {props.after && <div className="text-center text-ink-muted text-sm">{props.after}</div>}
    </div>
  );
}
