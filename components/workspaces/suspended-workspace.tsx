"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Wordmark } from "@/components/ui/mark";
import { useFormat } from "@/lib/format/use-format";

/** In place of the panel of a suspended workspace: why, what is kept, and whom to ask. */
export function SuspendedWorkspace(props: {
  name: string;
  reason: string;
  since: string;
  contact: string | null;
}) {
  const t = useTranslations("start.suspended");
  const format = useFormat();
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4 sm:px-8">
      <header className="flex h-16 items-center">
        <Wordmark />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center py-8 sm:pb-24">
        <section className="flex w-full max-w-md flex-col gap-5 rounded-lg border border-line bg-surface p-5 sm:p-6">
          <div className="flex flex-col gap-1.5">
            <h1 className="text-balance font-semibold text-xl">{t("title", { workspace: props.name })}</h1>
            <p className="text-ink-muted">{t("since", { date: format.date(props.since) })}</p>
          </div>
          <div className="flex flex-col gap-1">
            <h2 className="font-medium text-sm">{t("reason")}</h2>
            <p dir="auto" className="whitespace-pre-line break-words">
              {props.reason}
            </p>
          </div>
          <p className="text-ink-muted">{t("kept")}</p>
          {props.contact ? (
            <p>
              {t("ask")}{" "}
              <a href={`mailto:${props.contact}`} className="break-all text-accent-text underline" dir="ltr">
                {props.contact}
              </a>
            </p>
          ) : (
            <p>{t("askWhoRuns")}</p>
          )}
          <div className="flex flex-wrap gap-2">
            <Button size="lg" href="/start">
              {t("others")}
            </Button>
          </div>
        </section>
      </main>
    </div>
  );
}
