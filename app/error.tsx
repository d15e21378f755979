"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/states";

/** A page failed to draw. The digest finds the cause in the server's log. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("common");
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <ErrorState
        reference={error.digest}
        onRetry={reset}
        action={
          <Button href="/" variant="ghost">
            {t("error.home")}
          </Button>
        }
      />
    </main>
  );
}
