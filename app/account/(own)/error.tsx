"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/states";

/** A person's own page failed to draw. What was changed there stands or does not; nothing is half done. */
export default function AccountError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("account");
  return (
    <main data-app-root className="mx-auto flex min-h-dvh max-w-2xl flex-col justify-center px-4">
      <h1 className="sr-only">{t("title")}</h1>
      <ErrorState
        reference={error.digest}
        onRetry={reset}
        action={
          <Button href="/start" variant="ghost">
            {t("back")}
          </Button>
        }
      />
    </main>
  );
}
