"use client";

import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button-class";
import { ErrorState } from "@/components/ui/states";

/** A page failed to draw. The digest finds the cause in the server's log. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations("failure");
  return (
    <main className="flex min-h-[70dvh] items-center justify-center">
      <ErrorState
        reference={error.digest}
        onRetry={reset}
        action={
          // A whole new load: what failed here may be what a step inside the page would keep.
          <a href="/" className={buttonClass("ghost")}>
            {t("home")}
          </a>
        }
      />
    </main>
  );
}
