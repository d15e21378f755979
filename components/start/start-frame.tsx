import Link from "next/link";
import type { ReactNode } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Wordmark } from "@/components/ui/mark";

/** Around the first steps: the mark, the reader's language, one column. */
export function StartFrame({ children }: { children: ReactNode }) {
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-3xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center justify-between">
        <Link href="/start" className="rounded-md">
          <Wordmark />
        </Link>
        <PreferenceMenu />
      </header>
      <main className="flex flex-1 flex-col gap-6 py-6 sm:py-10">{children}</main>
    </div>
  );
}
