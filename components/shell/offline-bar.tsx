"use client";

import LoaderCircle from "lucide-react/icons/loader-circle";
import { useOffline } from "next/offline";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { useLasting } from "@/components/ui/use-lasting";

const patienceMs = 1_500;

/**
 * Says why nothing happens: a page or an action that cannot be asked for waits for the connection and goes on by itself
 * (`useOffline` in next.config.mjs). Silent where the page says so in its own words.
 */
export function OfflineBar() {
  const t = useTranslations("common");
  // Next does not tell of what the browser noticed before the page was ready.
  const isRefused = useOffline();
  const isUnplugged = useSyncExternalStore(watchNetwork, () => !navigator.onLine, isNever);
  if (!useLasting(isRefused || isUnplugged, patienceMs)) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-4 bottom-4 z-50 mx-auto flex w-fit max-w-xl max-sm:bottom-18 items-center gap-3 rounded-lg border border-line bg-warn-soft px-4 py-2.5 text-sm text-warn shadow-float in-[body:has([data-says-away])]:hidden"
    >
      <LoaderCircle aria-hidden size={16} className="shrink-0 animate-spin" />
      <p className="min-w-0">{t("noConnection")}</p>
    </div>
  );
}

function watchNetwork(onChange: () => void): () => void {
  window.addEventListener("online", onChange);
  window.addEventListener("offline", onChange);
  return () => {
    window.removeEventListener("online", onChange);
    window.removeEventListener("offline", onChange);
  };
}

const isNever = () => false;
