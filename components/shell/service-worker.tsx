"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useEffect } from "react";
import { buildName, isDevelopment } from "@/lib/build";

/**
 * Registers the service worker (public/sw.js) once the page is done with its own work; not in development, where files
 * change under their names.
 */
export function ServiceWorker() {
  const locale = useLocale();
  const router = useRouter();
  useEffect(() => {
    // A press on a notification leads this tab to its page.
    const onMessage = ({ data }: MessageEvent) => {
      const told = data as { kind?: unknown; path?: unknown } | null;
      if (told?.kind === "open" && typeof told.path === "string" && /^\/(?!\/)/.test(told.path))
        router.push(told.path);
    };
    navigator.serviceWorker?.addEventListener("message", onMessage);
    return () => navigator.serviceWorker?.removeEventListener("message", onMessage);
  }, [router]);
  useEffect(() => {
    if (isDevelopment || !("serviceWorker" in navigator)) return;
    const register = () =>
      void navigator.serviceWorker
        .register(`/sw.js?build=${buildName}&lang=${locale}`, { updateViaCache: "none" })
        // A browser that will not have one (a private window) works without.
        .catch(() => {});
    if (document.readyState === "complete") register();
    else window.addEventListener("load", register, { once: true });
    return () => window.removeEventListener("load", register);
  }, [locale]);
  return null;
}
