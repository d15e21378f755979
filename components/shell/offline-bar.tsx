"use client";

import LoaderCircle from "lucide-react/icons/loader-circle";
import { useOffline } from "next/offline";
import { useTranslations } from "next-intl";
import { useLasting } from "@/components/ui/use-lasting";

const patienceMs = 1_500;

/**
 * Says why nothing happens: a page or an action that cannot be asked for waits for the connection and goes on by itself
 * (`useOffline` in next.config.mjs). Silent where the page says so in its own words.
 */
export function OfflineBar() {
  const t = useTranslations("common");
  // Not what the browser says of its network: a server on the same machine needs none.
  if (!useLasting(useOffline(), patienceMs)) return null;
  return (
    <div
      role="status"
      className="fixed inset-x-4 bottom-4 z-50 mx-auto flex w-fit max-w-xl items-center gap-3 rounded-lg border border-line bg-warn-soft px-4 py-2.5 text-sm text-warn shadow-float max-sm:bottom-18 in-[body:has([data-says-away])]:hidden"
    >
      <LoaderCircle aria-hidden size={16} className="shrink-0 animate-spin" />
      <p className="min-w-0">{t("noConnection")}</p>
    </div>
  );
}
