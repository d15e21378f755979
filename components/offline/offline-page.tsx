"use client";

import CloudOff from "lucide-react/icons/cloud-off";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { buttonClass } from "@/components/ui/button-class";

/** Says that there is no connection, and what is kept; asks for the page again when there is one. */
export function OfflinePage() {
  const t = useTranslations("offline");
  useEffect(() => {
    // Opened by itself it would only load itself again.
    const isStandIn = window.location.pathname !== "/offline";
    const again = () => isStandIn && window.location.reload();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, []);
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col items-center justify-center gap-2 px-6 py-12 text-center">
      <CloudOff aria-hidden size={24} className="text-ink-faint" />
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <p className="text-ink-muted">{t("text")}</p>
      <p className="text-ink-muted">{t("kept")}</p>
      <button
        type="button"
        className={buttonClass("primary", "lg", "mt-3")}
        onClick={() => window.location.reload()}
      >
        {t("retry")}
      </button>
    </main>
  );
}
